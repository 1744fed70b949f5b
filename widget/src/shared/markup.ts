// Turns the tree of a comment's body into nodes. The server has cleaned it; the checks here are the
// second lock, so that no answer, however made, can put anything but these tags on a publisher's page.

import { h } from "./view/h";

/** JsonML: `"text"` or `["tag", {attributes}?, child…]`. Attributes stand on `a` alone, and are `href` alone. */
export type MarkupNode = string | MarkupElement;
export interface MarkupElement extends Array<MarkupNode | { href?: string }> {
  0: string;
}
export type Markup = MarkupNode[];

const tags = /^(p|br|em|strong|del|code|pre|blockquote|[uo]l|li|a)$/;
const schemes = /^(https?|mailto):$/;

export function render(body: Markup): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...body.flatMap(nodes));
  return fragment;
}

/** An unknown tag gives its children, so that a newer server's text stays readable. */
function nodes(node: MarkupNode): Node[] {
  if (typeof node === "string") return [document.createTextNode(node)];
  const { tag, href, children } = parts(node);
  const inner = children.flatMap(nodes);
  if (!tags.test(tag)) return inner;
  if (tag === "a") return link(href, inner);
  if (tag === "pre") return [pre(inner)];
  return [h(tag as "p", null, inner)];
}

/** The text alone, in one `code`. It scrolls sideways, so the keyboard must be able to stop there. */
function pre(inner: Node[]): Node {
  return h("pre", { tabindex: 0 }, h("code", null, h("code", null, inner).textContent));
}

function link(href: string | undefined, inner: Node[]): Node[] {
  if (!href || !isSafe(href)) return inner;
  return [h("a", { href, rel: "ugc nofollow noopener" }, inner)];
}

function isSafe(href: string): boolean {
  try {
    return schemes.test(new URL(href).protocol);
  } catch {
    return false;
  }
}

/** The pieces of an element. */
export function parts(element: MarkupElement) {
  const [tag, ...rest] = element as [string, ...(MarkupNode | { href?: string })[]];
  const first = rest[0];
  const hasAttributes = typeof first === "object" && !Array.isArray(first);
  return {
    tag,
    href: hasAttributes ? first.href : undefined,
    children: (hasAttributes ? rest.slice(1) : rest) as MarkupNode[],
  };
}
