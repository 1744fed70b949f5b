// What a page's own scripts may do with the element.

import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, focused, openComments, reader, story, world } from "./world.mjs";

async function ready() {
  const address = story();
  const root = await world.server.post(address, { body: "A root.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  await page.waitForFunction(() => document.querySelector("understory-comments").reload);
  return { address, page, root };
}

const call = (page, act, ...rest) =>
  page.evaluate(
    ([name, given]) => document.querySelector("understory-comments")[name](...given),
    [act, rest],
  );

test("count, reload and focusComment", async () => {
  const { address, page, root } = await ready();
  assert.equal(await page.evaluate(() => document.querySelector("understory-comments").count), 1);
  await world.server.post(address, { body: "Come meanwhile." });
  await call(page, "reload");
  await comment(page, "Come meanwhile.").waitFor();
  await call(page, "focusComment", root.id);
  assert.match(await (await focused(page)).evaluate((element) => element.id), new RegExp(root.id));
});

test("openComposer opens the editor, with a quote, for the story or in answer to a comment", async () => {
  const { page, root } = await ready();
  await call(page, "openComposer", { quote: "Some words" });
  const box = page.widget.getByLabel("Add to the discussion");
  await page.waitForFunction(
    (element) => element.value.startsWith("> Some words"),
    await box.elementHandle(),
  );
  await call(page, "openComposer", { parent: root.id });
  await page.widget.getByLabel("Reply to Ruth Adeyemi").waitFor();
});
