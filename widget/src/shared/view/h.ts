// Builds elements by hand. No HTML sink is used anywhere, so pages that send
// `require-trusted-types-for 'script'; trusted-types 'none'` can carry us.

export type Child = Node | string | number | false | null | undefined | Child[];

/**
 * Attributes and listeners of an element. `on…` functions become listeners, `true` an empty attribute;
 * `false`, `null` and `undefined` leave the attribute out. There is no `style`: a strict page forbids
 * the attribute, use `element.style` or a class.
 */
export type Props = { [name: string]: unknown; style?: never };

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props?: Props | null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG elements. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  props?: Props | null,
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);
}

/** Appends children to a node, leaving out the empty ones. */
export function append(parent: Node, children: Child): void {
  if (Array.isArray(children)) {
    for (const child of children) append(parent, child);
  } else if (children instanceof Node) {
    parent.appendChild(children);
  } else if (children !== false && children !== null && children !== undefined) {
    parent.appendChild(document.createTextNode(String(children)));
  }
}

/** Sets or removes one attribute. */
export function attribute(element: Element, name: string, value: unknown): void {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

function fill<E extends Element>(element: E, props: Props | null | undefined, children: Child[]): E {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else attribute(element, name, value);
  }
  append(element, children);
  return element;
}
