// Style sheets of pages that reach for everything.

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrived, comment, openComments, post, reader, story, world } from "./world.mjs";

const hostile = [
  ["unsets everything", "* { all: unset !important }"],
  ["hides all buttons, boxes and lists", "button, textarea, ol, article { display: none !important }"],
  [
    "boxes everything",
    "* { box-sizing: content-box !important; padding: 9px !important; float: left !important }",
  ],
  ["styles our element", "understory-comments { font: 900 8px/1 fantasy !important; columns: 3 !important }"],
  ["names our own classes", ".understory, .body, .item { display: none !important; color: red !important }"],
];
for (const [what, css] of hostile) {
  test(`comments are read and written in a page whose style sheet ${what}`, async () => {
    const address = story({ head: `<style>${css}</style>` });
    await world.server.post(address, { body: "Read in spite of it." });
    const page = await reader();
    await openComments(page, address);
    await comment(page, "Read in spite of it.").waitFor();
    await post(page, { text: "Written in spite of it.", name: "Noor Haddad" });
    await arrived(page, "Written in spite of it.");
    assert.ok(await page.widget.getByRole("button", { name: "Reply" }).first().isVisible());
    assert.deepEqual(page.errors, []);
  });
}

test("a page can hide the element, and show it", async () => {
  const address = story({ element: "<understory-comments hidden></understory-comments>" });
  await world.server.post(address, { body: "Behind a tab." });
  const page = await reader();
  await page.goto(address);
  await page.waitForFunction(() => customElements.get("understory-comments"));
  assert.equal(await page.widget.isVisible(), false);
  await page.widget.evaluate((element) => {
    element.hidden = false;
  });
  await comment(page, "Behind a tab.").waitFor();
});
