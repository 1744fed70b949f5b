import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, openComments, reader, story, world } from "./world.mjs";

test("on paper there are the comments that were loaded, and nothing to press", async () => {
  const address = story();
  const { id } = await world.server.post(address, { body: "To be printed, with [a link](https://e.org/)." });
  await world.server.post(address, { body: "And an answer.", parent: id });
  const page = await reader();
  await openComments(page, address);
  await comment(page, "And an answer.").waitFor();
  await page.emulateMedia({ media: "print" });
  await page.widget.getByText("To be printed").waitFor();
  assert.ok(await page.widget.getByText("And an answer.").isVisible());
  assert.ok(await page.widget.getByText("Ruth Adeyemi").first().isVisible());
  for (const role of ["button", "textbox", "combobox"]) {
    assert.equal(await page.widget.getByRole(role).count(), 0, `a ${role} is printed`);
  }
  assert.ok((await page.pdf()).length > 1_000);
});
