// The whole way of a reader who has a keyboard and nothing else: from the story through the comments, and to
// everything that one can do with them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusedName, tabTo } from "./by-keyboard.mjs";
import { comment, openComments, reader, story, world } from "./world.mjs";

/** Two roots, of which the first by age has five answers. */
async function discussion() {
  const address = story();
  const root = await world.server.post(address, { body: "The underpass is dark.", name: "Ruth Adeyemi" });
  for (let n = 1; n <= 5; n++)
    await world.server.post(address, { body: `Answer ${n}.`, name: "Leonie Marsh", parent: root.id });
  await world.server.post(address, { body: "Measure first.", name: "Amara Nwosu" });
  return address;
}

/** Where the focus is among the comments: the text of the article it is on or in. */
function here(page) {
  return page.evaluate(() => {
    const { activeElement } = document.querySelector("understory-comments").shadowRoot;
    return activeElement?.closest("article")?.querySelector(".body, .gone")?.textContent;
  });
}

const told = (page, sentence) => page.getByRole("status").getByText(sentence).waitFor();

test("reading by keyboard: order, more replies, folding, a comment's own link and Back", async () => {
  const page = await reader();
  await openComments(page, await discussion());
  await page.waitForFunction(() => "count" in document.querySelector("understory-comments"));

  await tabTo(page, /^Sort by/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await told(page, "Oldest: 7 comments");
  await tabTo(page, "Hide the replies to Ruth Adeyemi");
  await page.keyboard.press("Space");
  assert.equal(await focusedName(page), "5 replies from Leonie Marsh");
  await page.keyboard.press("Space");
  assert.equal(await focusedName(page), "Hide the replies to Ruth Adeyemi");

  await tabTo(page, "2 more replies");
  await page.keyboard.press("Enter");
  await told(page, "2 more replies");
  assert.equal(await here(page), "Answer 4.");
  await tabTo(page, /^now|ago$/);
  await page.keyboard.press("Enter");
  await comment(page, "Answer 4.").getByText("You followed a link here").waitFor();
  assert.equal(await here(page), "Answer 4.");
  await page.goBack(); // the browser’s own keys are not ours to press
  await page.waitForURL((url) => url.hash === "");
  await tabTo(page, "Respect the comment by Leonie Marsh");
  await page.keyboard.press("Space");
  await page.widget
    .getByRole("button", { name: "Respect the comment by Leonie Marsh 1", pressed: true })
    .waitFor();
  assert.deepEqual(page.errors, []);
});

test("writing by keyboard: a reply that fails, is sent again, changed and withdrawn, and a report", async () => {
  const page = await reader();
  const address = await discussion();
  await openComments(page, address);
  await page.route("**/api/v1/comments", (route) => route.abort("connectionrefused"));

  await tabTo(page, "Reply to Amara Nwosu");
  await page.keyboard.press("Enter");
  await page.widget.getByLabel("Reply to Amara Nwosu").waitFor();
  await page.keyboard.type("With ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("bats");
  await tabTo(page, "Name");
  await page.keyboard.type("Noor Haddad");
  await page.keyboard.press("Enter"); // as in any form
  await page.widget.getByRole("alert").getByText("Not sent.").waitFor();
  await page.unroute("**/api/v1/comments");
  await tabTo(page, "Try again");
  await page.keyboard.press("Enter");
  await told(page, "Comment posted.");
  assert.equal(await here(page), "With bats");

  await tabTo(page, "Edit your comment");
  await page.keyboard.press("Enter");
  await page.widget.getByLabel("Edit your comment").waitFor();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" and moths");
  await page.keyboard.press("Control+Enter");
  await told(page, "Your change is saved.");
  assert.equal(await here(page), "With bats and moths");

  await page.reload(); // after which Undo has become Withdraw
  await comment(page, "With bats and moths").waitFor();
  await tabTo(page, "Withdraw your comment");
  await page.keyboard.press("Enter");
  assert.equal(await focusedName(page), "Keep it");
  await tabTo(page, "Withdraw", "Shift+Tab");
  await page.keyboard.press("Enter");
  await told(page, "Comment withdrawn.");
  assert.match(await here(page), /^Withdrawn by its author/);

  await tabTo(page, "More for the comment by Amara Nwosu", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.widget.getByRole("menu").waitFor();
  await page.keyboard.press("End");
  assert.equal(await focusedName(page), "Report");
  await page.keyboard.press("Enter");
  await tabTo(page, "Something else");
  await page.keyboard.press("Enter");
  await page.widget.getByLabel("Tell us in a few words").waitFor();
  assert.ok(await page.widget.locator(".ask").getByRole("button", { name: "Close" }).isVisible());
  await page.keyboard.type("It is about another street.");
  await page.keyboard.press("Enter");
  await told(page, "Thank you. A moderator will look at it.");
  assert.equal(await focusedName(page), "More for the comment by Amara Nwosu");
  assert.equal((await world.server.thread(address)).article.commentCount, 7);
});

test("Undo by keyboard: what was just posted is in the box again", async () => {
  const page = await reader();
  const address = await discussion();
  await openComments(page, address);
  await tabTo(page, "Add to the discussion");
  await page.widget.getByLabel("Name", { exact: true }).waitFor();
  await page.keyboard.type("Too soon.");
  await tabTo(page, "Name");
  await page.keyboard.type("Noor Haddad");
  await tabTo(page, "Post comment");
  await page.keyboard.press("Enter");
  await told(page, "Comment posted.");
  assert.equal(await here(page), "Too soon.");
  await tabTo(page, "Undo your comment");
  await page.keyboard.press("Enter");
  await told(page, "Taken back. Your text is in the box again.");
  assert.equal(await focusedName(page), "Add to the discussion");
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "Too soon.");
  assert.equal((await world.server.thread(address)).article.commentCount, 7);
});
