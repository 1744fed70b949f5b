import { svg } from "./h";

/** Each drawing once: a copy of a node is made much faster than a node. */
const drawn = new Map<string, SVGSVGElement>();

/** A line drawing on a 16 × 16 grid, given as path data. Decoration only: the words beside it carry the meaning. */
export function icon(path: string, name = ""): SVGSVGElement {
  let drawing = drawn.get(path);
  if (!drawing) {
    const properties = { class: `icon ${name}`.trim(), viewBox: "0 0 16 16", "aria-hidden": "true" };
    drawing = svg("svg", properties, svg("path", { d: path }));
    drawn.set(path, drawing);
  }
  return drawing.cloneNode(true) as SVGSVGElement;
}
