// Contrast where axe does not look: of lines and edges, and of all that is thinned from a page's own ink; and that
// nothing is told by colour alone.

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

const withoutColours = {
  greyscale: async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setEmulatedVisionDeficiency", { type: "achromatopsia" });
  },
  "forced colours": (page) => page.emulateMedia({ forcedColors: "active" }),
};

for (const [circumstance, emulate] of Object.entries(withoutColours)) {
  test(`${circumstance}: a link, a pressed leaf, a linked comment and what was refused differ by more than a hue`, async () => {
    const address = story({ head: hosts.cream });
    const body = "Some words and [a link](https://e.org/).";
    const { id } = await world.server.post(address, { body });
    const page = await reader();
    await openComments(page, address);
    await emulate(page);

    const leaf = page.widget.locator(".respect .icon");
    const before = await leaf.screenshot();
    await page.widget.locator(".respect").click();
    await page.widget.getByRole("button", { name: /^Respect/, pressed: true }).waitFor();
    await page.mouse.move(0, 0);
    assert.ok((await differing(page, before, await leaf.screenshot())) > 20, "the leaf is filled");

    const underline = (link) => getComputedStyle(link).textDecorationLine;
    assert.equal(await page.widget.locator(".body a").evaluate(underline), "underline");

    await page.evaluate((hash) => {
      location.hash = hash;
    }, `c-${id}`);
    await page.widget.getByText("You followed a link here").waitFor();
    const edge = await page.widget
      .locator(".is-linked")
      .evaluate((one) => getComputedStyle(one, "::before").borderInlineStartWidth);
    assert.equal(edge, "3px");

    await page.widget.getByLabel("Add to the discussion").focus();
    await page.widget.getByRole("button", { name: "Post comment" }).click();
    const refusal = page.widget.getByRole("alert");
    await refusal.getByText("Write something first.").waitFor();
    assert.ok(await refusal.locator(".icon").isVisible(), "a sign stands before the sentence");
  });
}

test("in forced colours the thread line, the fields' edges and the focus are drawn", async () => {
  const address = story({ head: hosts.cream });
  const root = await world.server.post(address, { body: "Some words." });
  await world.server.post(address, { body: "An answer.", parent: root.id });
  const page = await reader({ forcedColors: "active" });
  await openComments(page, address);
  await comment(page, "An answer.").waitFor();
  await page.widget.getByLabel("Add to the discussion").focus();
  await page.widget.getByRole("toolbar").waitFor();
  const drawn = await page.widget.evaluate(({ shadowRoot }) => {
    const find = (selector, pseudo) => getComputedStyle(shadowRoot.querySelector(selector), pseudo);
    const probe = shadowRoot.querySelector("section").appendChild(document.createElement("span"));
    probe.style.color = "Canvas";
    const ground = getComputedStyle(probe).color;
    probe.remove();
    const edges = [".field", ".input", ".button.is-primary"].map((one) => find(one).borderBlockStartColor);
    return {
      ground,
      inks: [find(".fold", "::before").backgroundColor, ...edges, find(".field").outlineColor],
    };
  });
  assert.equal(drawn.inks.length, 5);
  assert.deepEqual(
    drawn.inks.filter((ink) => [drawn.ground, "rgba(0, 0, 0, 0)"].includes(ink)),
    [],
    `on ${drawn.ground}`,
  );
});

/** How many pixels of two pictures differ in lightness by a quarter of the scale. */
function differing(page, one, other) {
  const read = async ([one, other]) => {
    const pixels = async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes]));
      const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
      pen.drawImage(image, 0, 0);
      return pen.getImageData(0, 0, image.width, image.height).data;
    };
    const [first, second] = [await pixels(one), await pixels(other)];
    return first.filter((value, at) => at % 4 === 1 && Math.abs(value - second[at]) > 64).length;
  };
  return page.evaluate(
    read,
    [one, other].map((picture) => picture.toString("base64")),
  );
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
