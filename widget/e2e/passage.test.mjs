// Quoting the story.

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrived, openComments, reader, story } from "./world.mjs";

/** Selects some words of the story, as with the mouse. */
async function select(page, words) {
  await page.evaluate((text) => {
    const node = [...document.querySelectorAll("p")].find((one) => one.textContent.includes(text)).firstChild;
    const start = node.data.indexOf(text);
    getSelection().setBaseAndExtent(node, start, node, start + text.length);
  }, words);
}

test("a passage of the story can be quoted, and the quote leads back to it", async () => {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  await select(page, "to dim the street lamps after midnight");
  await page.widget.getByRole("button", { name: "Comment on this" }).click();
  const box = page.widget.getByLabel("Add to the discussion");
  await page.waitForFunction(
    (element) => element.value.includes("> to dim the street lamps after midnight"),
    await box.elementHandle(),
  );
  await box.press("End");
  await box.pressSequentially("Not on Friday nights.");
  await page.widget.getByLabel("Name", { exact: true }).fill("Noor Haddad");
  await page.widget.getByRole("button", { name: "Post comment" }).click();
  const posted = await arrived(page, "Not on Friday nights.");
  const link = posted.getByRole("link", { name: "From the story" });
  assert.equal(
    await link.getAttribute("href"),
    `${address}#:~:text=to%20dim%20the%20street%20lamps%20after%20midnight`,
  );
  assert.deepEqual(page.errors, []);
});

test("a passage that was selected before the rest of the code came is offered when it comes", async () => {
  const address = story();
  const page = await reader();
  let letCome;
  const wanted = new Promise((resolve) => {
    letCome = resolve;
  });
  await page.route("**/acting.js", async (route) => {
    await wanted;
    await route.continue();
  });
  await openComments(page, address);
  await select(page, "to dim the street lamps after midnight");
  letCome();
  await page.widget.getByRole("button", { name: "Comment on this" }).waitFor();
});

test("a word alone, or words outside the story, are not offered", async () => {
  const address = story({ after: "<aside><p>Subscribe to our letters and never miss one</p></aside>" });
  const page = await reader();
  await openComments(page, address);
  await select(page, "lamps");
  await select(page, "Subscribe to our letters and never");
  await page.waitForTimeout(400);
  assert.equal(await page.widget.getByRole("button", { name: "Comment on this" }).count(), 0);
});
