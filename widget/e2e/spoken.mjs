// What a screen reader is given of the comments: the browser's own accessibility tree, as lines of role and name,
// indented as they are nested.

/** Roles that say nothing by themselves. */
const silent = new Set([
  "generic",
  "none",
  "LabelText",
  "InlineTextBox",
  "LineBreak",
  "ListMarker",
  "sectionheader",
]);

/** States, told where they are set. */
const states = ["level", "pressed", "expanded", "invalid", "hasPopup"];

export async function spoken(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const region = nodes.find(({ role, name }) => role?.value === "region" && name?.value);
  return lines(region, byId, 0, "");
}

/** `said` is the name of what the node stands in, which is not said twice. */
function lines(node, byId, depth, said) {
  const role = node.role?.value;
  const name = node.name?.value.trim() ?? "";
  const isRepeated = role === "StaticText" && said.includes(name);
  const isSaid = !node.ignored && !silent.has(role) && !isRepeated;
  const inner = isSaid ? [depth + 1, name || said] : [depth, said];
  const below = node.childIds.flatMap((id) => (byId.has(id) ? lines(byId.get(id), byId, ...inner) : []));
  return isSaid ? [`${"  ".repeat(depth)}${line(node, name)}`, ...below] : below;
}

function line({ role, properties = [] }, name) {
  if (role.value === "StaticText") return name;
  const set = properties.filter(({ name, value }) => states.includes(name) && value.value !== "false");
  return [role.value, name && `“${name}”`, ...set.map(({ name, value }) => `${name}=${value.value}`)]
    .filter(Boolean)
    .join(" ");
}
