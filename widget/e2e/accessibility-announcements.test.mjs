// What is read out of itself: the reader's own doings, each once, from a region in the page's own tree.

import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, openComments, post, reader, story, world } from "./world.mjs";

/** A reader whose page notes down whatever the region says. */
async function listener(address, options) {
  const page = await reader({ permissions: ["clipboard-read", "clipboard-write"], ...options });
  await openComments(page, address);
  await page.waitForFunction(() => "count" in document.querySelector("understory-comments"));
  await page.widget.evaluate((element) => {
    globalThis.heard = [];
    const region = element.querySelector("[role=status]");
    new MutationObserver(() => {
      if (region.textContent) globalThis.heard.push(region.textContent);
    }).observe(region, { childList: true, characterData: true, subtree: true });
  });
  return page;
}

/** Waits for a sentence, then gives all that was heard since the last time. */
async function heard(page, sentence) {
  await page.waitForFunction((last) => globalThis.heard.at(-1) === last, sentence);
  return page.evaluate(() => globalThis.heard.splice(0));
}

async function rootWithAnswers(address, answers) {
  const root = await world.server.post(address, { body: "A root.", name: "Ruth Adeyemi" });
  for (let n = 1; n <= answers; n++)
    await world.server.post(address, { body: `Answer ${n}.`, name: "Leonie Marsh", parent: root.id });
  return root;
}

test("the region is one, polite, empty at first, and in the light tree, where it is read reliably", async () => {
  const address = story();
  await rootWithAnswers(address, 1);
  const page = await listener(address);
  const regions = await page.evaluate(() =>
    [...document.querySelectorAll("[role=status], [aria-live]")].map((one) => [
      one.parentElement.localName,
      one.textContent,
    ]),
  );
  assert.deepEqual(regions, [["understory-comments", ""]]);
  const { width, height } = await page.getByRole("status").boundingBox();
  assert.ok(width <= 1 && height <= 1, "it takes no room");
});

test("sorting, showing more, a copied link and a branch are told once each", async () => {
  const address = story();
  await rootWithAnswers(address, 5);
  for (let n = 1; n <= 31; n++)
    await world.server.post(address, { body: `Comment ${n}.`, name: "Daniel Osei" });
  const page = await listener(address);

  await page.widget.getByLabel("Sort by").selectOption("oldest");
  assert.deepEqual(await heard(page, "Oldest: 37 comments"), ["Oldest: 37 comments"]);
  await page.widget.getByRole("button", { name: "2 more replies" }).press("Enter");
  assert.deepEqual(await heard(page, "2 more replies"), ["2 more replies"]);
  await page.widget.getByRole("button", { name: "Show more comments" }).press("Enter");
  assert.deepEqual(await heard(page, "2 comments"), ["2 comments"]);

  await page.widget.getByRole("button", { name: "More for the comment by Ruth Adeyemi" }).press("Enter");
  await page.widget.getByRole("menuitem", { name: "Copy link" }).press("Enter");
  assert.deepEqual(await heard(page, "Link copied."), ["Link copied."]);
  await page.widget.getByRole("button", { name: "More for the comment by Ruth Adeyemi" }).press("Enter");
  await page.widget.getByRole("menuitem", { name: "Copy link" }).press("Enter");
  assert.deepEqual(
    await heard(page, "Link copied."),
    ["Link copied."],
    "the same words again are read again",
  );
});

test("what did not load is told", async () => {
  const address = story();
  await rootWithAnswers(address, 5);
  const page = await listener(address);
  await page.route("**/replies?*", (route) => route.abort("connectionrefused"));
  await page.widget.getByRole("button", { name: "2 more replies" }).press("Enter");
  assert.deepEqual(await heard(page, "That did not load. Try again"), ["That did not load. Try again"]);
});

test("a link to what is gone, and a branch that is shown alone, are told", async () => {
  const address = story();
  let parent;
  for (let level = 1; level <= 7; level++)
    parent = (await world.server.post(address, { body: `Level ${level}.`, parent })).id;
  const page = await listener(address);
  await page.widget.getByRole("link", { name: /Continue this thread/ }).press("Enter");
  const branch = "You are reading one branch of the discussion.";
  assert.deepEqual(await heard(page, branch), [branch]);
  await page.evaluate(() => {
    location.hash = "#c-00000000-0000-7000-8000-000000000000";
  });
  const gone = "The comment you followed a link to is no longer here.";
  assert.deepEqual(await heard(page, gone), [gone]);
});

test("posting, changing, withdrawing and reporting are told", async () => {
  const address = story();
  await rootWithAnswers(address, 0);
  const page = await listener(address);
  await post(page, { text: "Written today.", name: "Noor Haddad" });
  assert.deepEqual(await heard(page, "Comment posted."), ["Comment posted."]);

  const own = comment(page, "Written today.");
  await own.getByRole("button", { name: "Edit your comment" }).press("Enter");
  await page.widget.getByLabel("Edit your comment").fill("Written today, changed.");
  await page.widget.getByRole("button", { name: "Save" }).press("Enter");
  assert.deepEqual(await heard(page, "Your change is saved."), ["Your change is saved."]);

  await page.reload(); // after which Undo has become Withdraw
  const again = await listener(address, { storageState: await page.context().storageState() });
  await again.widget.getByRole("button", { name: "Withdraw your comment" }).press("Enter");
  await again.widget.getByRole("group").getByRole("button", { name: "Withdraw" }).press("Enter");
  assert.deepEqual(await heard(again, "Comment withdrawn."), ["Comment withdrawn."]);

  await again.widget.getByRole("button", { name: "More for the comment by Ruth Adeyemi" }).press("Enter");
  await again.widget.getByRole("menuitem", { name: "Report" }).press("Enter");
  await again.widget.getByRole("button", { name: "Spam" }).press("Enter");
  const thanks = "Thank you. A moderator will look at it.";
  assert.deepEqual(await heard(again, thanks), [thanks]);
});

test("the room that is left is told near the limit and beyond it, and not at every letter", async () => {
  const address = story();
  await rootWithAnswers(address, 0);
  const { settings } = await world.server.thread(address);
  const page = await listener(address);
  const box = page.widget.getByLabel("Add to the discussion");
  await box.focus();
  await page.widget.getByRole("toolbar").waitFor();
  await box.fill("a".repeat(settings.maxLength - 2));
  assert.deepEqual(await heard(page, "2 characters left"), ["2 characters left"]);
  await box.press("End");
  await box.pressSequentially("bcd");
  assert.deepEqual(await heard(page, "1 character too long"), ["1 character too long"]);
  await box.pressSequentially("ef");
  await page.widget.getByText("3 characters too long").waitFor();
  await page.waitForTimeout(200); // as long as a sentence takes to be told, and more
  assert.deepEqual(await page.evaluate(() => globalThis.heard), []);
});
