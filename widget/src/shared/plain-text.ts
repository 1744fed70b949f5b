import { type Markup, type MarkupNode, parts } from "./markup";

const blocks = new Set(["p", "pre", "blockquote", "ul", "ol", "li"]);

/** The text of a body without its markup, a line for each block. */
export function plainText(body: Markup): string {
  return body.reduce<string>((before, node) => {
    const newLine = before !== "" && !before.endsWith("\n") && isBlock(node);
    return before + (newLine ? "\n" : "") + text(node);
  }, "");
}

function text(node: MarkupNode): string {
  if (typeof node === "string") return node;
  const { tag, children } = parts(node);
  return tag === "br" ? "\n" : plainText(children);
}

function isBlock(node: MarkupNode): boolean {
  return typeof node !== "string" && blocks.has(node[0]);
}
