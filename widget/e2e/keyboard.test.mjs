import assert from "node:assert/strict";
import { test } from "node:test";
import { tabTo } from "./by-keyboard.mjs";
import { comment, openComments, reader, story, world } from "./world.mjs";

test("everything can be done with the keyboard alone", async () => {
  const address = story();
  await world.server.post(address, { body: "The underpass is dark.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);

  await tabTo(page, "Add to the discussion");
  await page.widget.getByLabel("Name", { exact: true }).waitFor();
  await page.keyboard.type("Written without a mouse.");
  await tabTo(page, "Name");
  await page.keyboard.type("Noor Haddad");
  await tabTo(page, "Post comment");
  await page.keyboard.press("Enter");
  await comment(page, "Written without a mouse.").waitFor();

  await tabTo(page, "Reply to Ruth Adeyemi");
  await page.keyboard.press("Enter");
  await page.widget.getByLabel("Reply to Ruth Adeyemi").waitFor();
  await page.keyboard.type("Answered without a mouse.");
  await page.keyboard.press("Control+Enter");
  await comment(page, "Answered without a mouse.").waitFor();

  await tabTo(page, "More for the comment by Ruth Adeyemi", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.widget.getByRole("menuitem", { name: "Copy link" }).waitFor();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.widget.getByRole("button", { name: "Personal abuse" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await page.widget.getByRole("menu").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.widget.getByRole("menu").count(), 0);

  await tabTo(page, "Respect the comment by Ruth Adeyemi", "Shift+Tab");
  await page.keyboard.press("Space");
  await page.widget.getByRole("button", { name: /^Respect .* 1$/, pressed: true }).waitFor();
  assert.deepEqual(page.errors, []);
});
