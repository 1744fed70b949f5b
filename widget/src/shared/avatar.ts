// A face for those who have none: four quarter tiles chosen by a hash, one ink in two weights. No hues,
// so it cannot clash with a page; nothing fetched, so nobody learns who reads.

import { svg } from "./view/h";

/** The corners of a tile, clockwise. */
const corners = [
  [0, 0],
  [16, 0],
  [16, 16],
  [0, 16],
];

/** The same seed always gives the same picture. */
export function avatar(seed: string): SVGSVGElement {
  const weights = ["", ""];
  let hash = fnv1a(seed);
  for (let tile = 0; tile < 4; tile++) {
    hash = Math.imul(hash ^ (hash >>> 15), 2246822519) >>> 0;
    const at = (turn: number) => {
      const [x = 0, y = 0] = corners[((hash >>> 4) + turn) & 3] ?? [];
      return `${x + (tile % 2) * 16} ${y + (tile >> 1) * 16}`;
    };
    const arc = (turn: number) => `A16 16 0 0 1 ${at(turn)}`;
    const shape = hash & 4 ? `L${at(1)}${arc(3)}` : arc(2) + arc(0);
    weights[hash & 8 ? 0 : 1] += `M${at(0)}${shape}Z`;
  }
  return svg(
    "svg",
    { class: "avatar", part: "avatar", viewBox: "0 0 32 32", "aria-hidden": "true" },
    weights.map((d, index) => svg("path", { d, opacity: index ? 0.22 : 0.55 })),
  );
}

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/): short, and well spread for short names. */
function fnv1a(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  return hash;
}
