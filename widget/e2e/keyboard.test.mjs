import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, openComments, reader, story, world } from "./world.mjs";

/** Tabs until what has the focus has this name. */
async function tabTo(page, name, key = "Tab") {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key);
    const label = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.labels?.[0]?.textContent ?? element?.ariaLabel ?? element?.textContent ?? "";
    });
    if (label.trim() === name) return;
  }
  assert.fail(`60 presses of ${key} do not lead to “${name}”`);
}

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
