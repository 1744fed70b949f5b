import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, openComments, reader, story, world } from "./world.mjs";

for (const [css, scheme] of [
  ["* { all: unset !important }", "light"],
  ["body { background: #fff; color: #222 } a { color: #a00000 !important }", "light"],
  ["body { background: #111; color: #eee } a { color: #8ab4ff !important }", "dark"],
  ["body { background: #111 } * { color: #eee !important }", "dark"],
]) {
  test(`in a page with ${css} the comments are readable on its ${scheme} ground`, async () => {
    const address = story({ head: `<style>${css}</style>` });
    await world.server.post(address, { body: "Read in spite of it." });
    const page = await reader();
    await openComments(page, address);
    await comment(page, "Read in spite of it.").waitFor();
    const [got, ink] = await page.widget.locator("section").evaluate((section) => {
      const { colorScheme, color } = getComputedStyle(section);
      return [colorScheme, color];
    });
    assert.equal(got, scheme);
    assert.equal(Number(/\d+/.exec(ink)[0]) < 128, scheme === "light", ink);
  });
}
