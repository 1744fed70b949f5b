// A face for those who have none: four quarter tiles chosen by a hash, one ink in two weights. No hues,
// so it cannot clash with a page; nothing fetched, so nobody learns who reads.

import { svg } from "./view/h";

const leaf = "M0 0A16 16 0 0 1 16 16A16 16 0 0 1 0 0Z";
const disc = "M0 0H16A16 16 0 0 1 0 16Z";

/** The same seed always gives the same picture. */
export function avatar(seed: string): SVGSVGElement {
  const picture = svg("svg", {
    class: "avatar",
    part: "avatar",
    viewBox: "0 0 32 32",
    "aria-hidden": "true",
  });
  let hash = fnv1a(seed);
  for (let tile = 0; tile < 4; tile++) {
    hash = Math.imul(hash ^ (hash >>> 15), 2246822519) >>> 0;
    const x = (tile % 2) * 16;
    const y = (tile >> 1) * 16;
    const turn = ((hash >>> 4) & 3) * 90;
    picture.append(
      svg("path", {
        d: hash & 4 ? disc : leaf,
        opacity: hash & 8 ? 0.55 : 0.22,
        transform: `translate(${x} ${y}) rotate(${turn} 8 8)`,
      }),
    );
  }
  return picture;
}

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/): short, and well spread for short names. */
function fnv1a(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  return hash;
}
