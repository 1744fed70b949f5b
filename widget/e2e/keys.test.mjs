// Going through the comments by single keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, focused, openComments, reader, story, world } from "./world.mjs";

async function discussion() {
  const address = story();
  const root = await world.server.post(address, { body: "The first root." });
  const reply = await world.server.post(address, { body: "A reply.", parent: root.id });
  await world.server.post(address, { body: "A reply to the reply.", parent: reply.id });
  await world.server.post(address, { body: "The second root." });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByLabel("Sort by").selectOption("oldest");
  await page.getByRole("status").getByText("Oldest: 4 comments").waitFor();
  return page;
}

async function here(page) {
  return (await focused(page)).evaluate((element) => element.querySelector?.(".body")?.textContent);
}

test("j, k, n and u go from comment to comment, and h hides the replies", async () => {
  const page = await discussion();
  await page.widget.getByRole("article").first().focus();
  const journey = [
    ["j", "A reply."],
    ["j", "A reply to the reply."],
    ["u", "A reply."],
    ["k", "The first root."],
    ["n", "The second root."],
    ["p", "The first root."],
  ];
  for (const [key, text] of journey) {
    await page.keyboard.press(key);
    assert.equal(await here(page), text, key);
  }
  await page.keyboard.press("h");
  await comment(page, "A reply.").waitFor({ state: "hidden" });
});

test("keys say nothing while one writes, and can be turned off and on again", async () => {
  const page = await discussion();
  const box = page.widget.getByLabel("Add to the discussion");
  await box.pressSequentially("jkn");
  assert.equal(await box.inputValue(), "jkn");
  await page.widget.getByRole("article").first().focus();
  await page.keyboard.press("?");
  await page.widget.getByRole("button", { name: "Turn keys off" }).press("Enter");
  await page.widget.getByRole("article").first().focus();
  await page.keyboard.press("j");
  assert.equal(await here(page), "The first root.");

  await page.reload(); // it is remembered
  await page.widget.getByRole("article").first().focus();
  for (const key of ["?", "j"]) await page.keyboard.press(key);
  assert.equal(await here(page), "The first root.", "not even ? does anything");
  await page.widget
    .getByRole("button", { name: /^More for/ })
    .first()
    .press("Enter");
  await page.widget.getByRole("menuitem", { name: "Turn keys on" }).press("Enter");
  await page.widget.getByRole("article").first().focus();
  await page.keyboard.press("j");
  assert.equal(await here(page), "A reply.");
});

test("the browser's own keys are left to it, and its search finds what is in the comments", async () => {
  const page = await discussion();
  const theirs = ["f", "g", "p", "s", "l", "h", "j", "n", "r", "u", "="].flatMap((key) => [
    `Control+${key}`,
    `Meta+${key}`,
  ]);
  const single = [
    "F3",
    "/",
    "'",
    "Space",
    "PageDown",
    "ArrowDown",
    "ArrowLeft",
    "Home",
    "End",
    "Alt+ArrowLeft",
  ];
  const taken = await page.evaluateHandle(() => {
    const all = [];
    const note = (event) => {
      if (event.defaultPrevented) all.push(event.key);
      event.preventDefault(); // or the browser would do it
    };
    addEventListener("keydown", note);
    return all;
  });
  for (const place of [
    page.widget.getByRole("article").first(),
    page.widget.getByRole("button", { name: /^Reply to/ }).first(),
    page.widget.getByLabel("Add to the discussion"),
  ]) {
    await place.focus();
    for (const key of [...theirs, ...single]) await page.keyboard.press(key);
    assert.equal(await place.evaluate((element) => element.matches(":focus")), true, "the focus stays");
  }
  assert.deepEqual(await taken.jsonValue(), []);
  assert.equal(await page.evaluate(() => window.find("A reply to the reply")), true);
});
