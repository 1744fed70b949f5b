import { svg } from "./h";

/** A line drawing on a 16 × 16 grid, given as path data. Decoration only: the words beside it carry the meaning. */
export function icon(path: string, name = ""): SVGSVGElement {
  return svg(
    "svg",
    { class: `icon ${name}`.trim(), viewBox: "0 0 16 16", "aria-hidden": "true" },
    svg("path", { d: path }),
  );
}
