import { svg } from "../shared/view/h";
import { icon } from "../shared/view/icon";

/** The mark of Respect: a leaf, whose vein is cut out when it is filled. */
export function leaf(): SVGSVGElement {
  const drawing = icon("M3.2 12.8C2.2 6.8 6 2.8 13.3 2.7c.2 7-3.7 11.2-10.1 10.1Z");
  drawing.append(svg("path", { class: "vein", d: "M2 14 9 7" }));
  return drawing;
}

export const chevron = () => icon("m4 6.5 4 4 4-4");
export const dots = () => icon("M3 8h.01M8 8h.01M13 8h.01");
export const down = () => icon("M8 3v10M4 9l4 4 4-4");
/** Points onward; the style sheet turns it in right-to-left text. */
export const arrow = () => icon("M3 8h10M9 4l4 4-4 4", "arrow");

export const ring = "M1.75 8a6.25 6.25 0 1 0 12.5 0a6.25 6.25 0 1 0-12.5 0";
export const alert = () => icon(`${ring}M8 4.7v3.8M8 11.1v.1`);
