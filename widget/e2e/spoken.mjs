// What a screen reader is given of the comments: the browser's own accessibility tree, as lines of role and name,
// indented as they are nested; and its controls, with the words that one sees on them.

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

const operable = new Set(["button", "link", "menuitem", "textbox", "combobox"]);

/** Each control of the comments: its role, name and description, and the words that one sees on it or as its label. */
export async function controls(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const found = [];
  for (const { backendDOMNodeId, description, ignored, name, role } of nodes) {
    if (ignored || !operable.has(role?.value)) continue;
    const { object } = await session.send("DOM.resolveNode", { backendNodeId: backendDOMNodeId });
    const { result } = await session.send("Runtime.callFunctionOn", {
      objectId: object.objectId,
      functionDeclaration: `${seenOn}`,
      returnByValue: true,
    });
    if (!result.value) continue; // it is the page's
    const told = { role: role.value, name: tidy(name?.value), description: tidy(description?.value) };
    found.push({ ...told, visible: result.value });
  }
  return found;
}

const tidy = (text = "") => text.replace(/\s+/g, " ").trim();

/** Runs in the page, on an element of ours: the runs of words that are not hidden from sight. */
function seenOn() {
  if (this.getRootNode().host?.localName !== "understory-comments") return null;
  const from = this.labels?.[0] ?? this;
  const walker = document.createTreeWalker(from, NodeFilter.SHOW_TEXT);
  const runs = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    const isSeen = !parentElement.closest(".sr, select, textarea, [aria-hidden=true]");
    const words = data.replace(/\s+/g, " ").trim();
    if (isSeen && words) runs.push(words);
  }
  return runs;
}
