// Formatting by keys, pasting, and quoting a comment.

import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, openComments, reader, story, world } from "./world.mjs";

async function box(page) {
  await openComments(page, story());
  const textarea = page.widget.getByLabel("Add to the discussion");
  await textarea.focus();
  await page.widget.getByRole("toolbar").waitFor();
  return textarea;
}

const formats = [
  ["Control+b", "**words**"],
  ["Control+i", "*words*"],
  ["Control+e", "`words`"],
  ["Control+k", "[words](https://)"],
  ["Control+Shift+Period", "> words"],
];

for (const [keys, want] of formats) {
  test(`${keys} writes ${want}, and the browser's undo takes it back`, async () => {
    const page = await reader();
    const textarea = await box(page);
    await textarea.pressSequentially("words");
    await textarea.press("Control+a");
    await textarea.press(keys);
    assert.equal(await textarea.inputValue(), want);
    await textarea.press("Control+z");
    assert.equal(await textarea.inputValue(), "words");
  });
}

test("the same key takes its marks away again", async () => {
  const page = await reader();
  const textarea = await box(page);
  await textarea.pressSequentially("words");
  await textarea.press("Control+a");
  for (const keys of ["Control+b", "Control+b"]) await textarea.press(keys);
  assert.equal(await textarea.inputValue(), "words");
});

/** Pastes as the browser would, from a page's clipboard. */
async function paste(textarea, data) {
  return textarea.evaluate((element, given) => {
    const clipboardData = new DataTransfer();
    for (const [type, text] of Object.entries(given)) clipboardData.setData(type, text);
    return element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, data);
}

test("the links of a pasted page are kept, and nothing else of it", async () => {
  const page = await reader();
  const textarea = await box(page);
  await paste(textarea, {
    "text/plain": "Read the report & judge.",
    "text/html": `<b>Read</b> <a class="x" href="https://news.example/a?b=1&amp;c=2"><i>the report</i></a> &amp; judge.`,
  });
  assert.equal(await textarea.inputValue(), "Read [the report](https://news.example/a?b=1&c=2) & judge.");
});

test("an address pasted over words makes them a link", async () => {
  const page = await reader();
  const textarea = await box(page);
  await textarea.pressSequentially("the report");
  await textarea.press("Control+a");
  await paste(textarea, { "text/plain": "https://news.example/a" });
  assert.equal(await textarea.inputValue(), "[the report](https://news.example/a)");
});

test("what has no links is left to the browser", async () => {
  const page = await reader();
  const textarea = await box(page);
  assert.equal(await paste(textarea, { "text/plain": "words", "text/html": "<b>words</b>" }), true);
});

test("a comment is quoted in the answer to it, below what is there already", async () => {
  const address = story();
  await world.server.post(address, { body: "Leave the underpasses alone.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByRole("button", { name: "Reply to Ruth Adeyemi" }).click();
  const reply = page.widget.getByLabel("Reply to Ruth Adeyemi");
  await reply.pressSequentially("I agree.");
  await page.widget.getByRole("button", { name: "More for the comment by Ruth Adeyemi" }).click();
  await page.widget.getByRole("menuitem", { name: "Quote this" }).click();
  assert.equal(await reply.inputValue(), "I agree.\n\n> Leave the underpasses alone.\n\n");
});

test("who is muted is one line, here and after a reload, until shown again", async () => {
  const address = story();
  await world.server.post(address, { body: "Buy my book.", name: "Seller" });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByRole("button", { name: "More for the comment by Seller" }).click();
  await page.widget.getByRole("menuitem", { name: "Mute Seller" }).click();
  await page.widget.getByText("Seller is muted on this device.").waitFor();
  assert.equal(await page.widget.getByText("Buy my book.").isVisible(), false);
  await page.reload();
  await page.widget.getByText("Seller is muted on this device.").waitFor();
  await page.widget.getByRole("button", { name: "Show again" }).press("Enter");
  await comment(page, "Buy my book.").getByText("Buy my book.").waitFor();
});
