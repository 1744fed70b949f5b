// Contrast where axe does not look: of lines and edges, and of all that is thinned from a page's own ink.

import assert from "node:assert/strict";
import { test } from "node:test";
import { hosts } from "./hosts.mjs";
import { comment, openComments, reader, story, world } from "./world.mjs";

/** What WCAG 2.2 asks for: 1.4.3 of text, 1.4.11 of what one must see to operate. */
const least = { ink: 4.5, "ink-2": 4.5, accent: 4.5, control: 3, thread: 3, focus: 3 };

const pages = [
  ...Object.entries(hosts).flatMap(([name, head]) => [
    { name: `${name} by day`, head, colorScheme: "light" },
    { name: `${name} by night`, head, colorScheme: "dark" },
  ]),
  ...["#333", "#444", "#555", "#595959", "rgb(0 0 0 / 87%)", "rgb(0 0 0 / 60%)"].map((ink) => ({
    name: `ink ${ink} on white`,
    head: `<style>body { background: #fff; color: ${ink} }</style>`,
  })),
  ...["#a3a3a3", "#ccc", "rgb(255 255 255 / 70%)"].map((ink) => ({
    name: `ink ${ink} on black`,
    head: `<style>body { background: #17191b; color: ${ink} } a { color: #9cf }</style>`,
  })),
];

for (const { name, head, colorScheme } of pages) {
  test(`small print, lines and edges can be seen: ${name}`, async () => {
    const address = story({ head });
    await world.server.post(address, { body: "Some words." });
    const page = await reader({ colorScheme });
    await openComments(page, address);
    await comment(page, "Some words.").waitFor();
    const measured = await contrasts(page, Object.keys(least));
    const tooFaint = Object.entries(measured).filter(([token, contrast]) => contrast < least[token]);
    assert.deepEqual(tooFaint, []);
  });
}

/** The contrast of each token with the ground, as WCAG 2.2 defines it, of what the browser paints. */
function contrasts(page, tokens) {
  return page.widget.evaluate(({ shadowRoot }, tokens) => {
    const section = shadowRoot.querySelector("section");
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const probe = section.appendChild(document.createElement("span"));
    const painted = (...colors) => {
      for (const color of colors) {
        probe.style.color = `color-mix(in srgb, ${color}, ${color})`;
        pen.fillStyle = getComputedStyle(probe).color;
        pen.fillRect(0, 0, 1, 1);
      }
      const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
      const linear = (part) => (part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) + 0.05;
    };
    const ground = painted("white", "var(--canvas)");
    const measured = tokens.map((token) => {
      const light = painted("white", "var(--canvas)", `var(--${token})`);
      return [token, Math.max(light, ground) / Math.min(light, ground)];
    });
    probe.remove();
    return Object.fromEntries(measured);
  }, tokens);
}
