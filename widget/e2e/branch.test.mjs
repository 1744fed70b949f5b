// Going into one branch of the discussion and back, by the way shown and by the browser's own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, openComments, reader, story, world } from "./world.mjs";

/** A chain of so many levels; gives its comments. */
async function chain(address, levels) {
  const comments = [];
  for (let level = 1; level <= levels; level++) {
    const parent = comments.at(-1)?.id;
    comments.push(await world.server.post(address, { body: `Level ${level}.`, parent }));
  }
  return comments;
}

/** Two answers to each of the first comments of a chain, so that every level forks. */
async function forks(address, levels) {
  const comments = await chain(address, levels);
  for (const { id } of comments.slice(0, -1))
    await world.server.post(address, { body: "Beside.", parent: id });
  return comments;
}

test("a branch deeper than what is sent at once is shown alone, and Back leads to where one was", async () => {
  const address = story();
  const comments = await chain(address, 9);
  const page = await reader();
  await openComments(page, address);
  await comment(page, "Level 1.").waitFor();
  const link = page.widget.getByRole("link", { name: /Continue this thread/ });
  await link.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  await link.press("Enter");
  await comment(page, "Level 9.").waitFor();
  assert.equal(await comment(page, "Level 1.").count(), 0);
  assert.match(page.url(), new RegExp(`#b-${comments[4].id}$`));
  assert.ok(await page.widget.locator(".note").getByText("You are reading one branch").isVisible());

  await page.goBack();
  await comment(page, "Level 1.").waitFor();
  assert.equal(await page.evaluate(() => scrollY), before);
  assert.deepEqual(page.errors, []);
});

test("Back from a branch leads to the link that led there, however far below the title", async () => {
  const address = story();
  const { id } = await world.server.post(address, { body: "A long one. ".repeat(300) });
  await world.server.post(address, { body: "Beside.", parent: id });
  let parent = id;
  for (let level = 2; level <= 9; level++)
    parent = (await world.server.post(address, { body: `Level ${level}.`, parent })).id;
  const page = await reader();
  await openComments(page, address);
  const link = page.widget.getByRole("link", { name: /Continue this thread/ });
  await link.focus();
  const before = await page.evaluate(() => scrollY);
  await link.press("Enter");
  await comment(page, "Level 9.").waitFor();
  await page.goBack();
  await comment(page, "A long one.").waitFor();
  assert.equal(await page.evaluate(() => scrollY), before);
  assert.ok(await link.evaluate((element) => element.matches(":focus")));
});

test("“All comments” leaves the branch and its address", async () => {
  const address = story();
  await chain(address, 7);
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByRole("link", { name: /Continue this thread/ }).click();
  await page.widget.getByRole("button", { name: "All comments" }).click();
  await comment(page, "Level 1.").waitFor();
  assert.equal(page.url(), address);
});

test("the address of a branch leads to it", async () => {
  const address = story();
  const comments = await chain(address, 8);
  const page = await reader();
  await page.goto(`${address}#b-${comments[5].id}`);
  await comment(page, "Level 8.").waitFor();
  assert.equal(await comment(page, "Level 5.").count(), 0);
});

test("on a phone two forks are indented, and a third is shown alone when one asks for it", async () => {
  const address = story();
  await forks(address, 5);
  const page = await reader({ viewport: { width: 390, height: 844 } });
  await openComments(page, address);
  await comment(page, "Level 3.").waitFor();
  assert.equal(await comment(page, "Level 4.").isVisible(), false);
  await page.widget.getByRole("link", { name: /Continue this thread/ }).click();
  await comment(page, "Level 5.").waitFor();
  assert.ok(await comment(page, "Level 4.").isVisible());
});

test("on a desktop five forks are indented", async () => {
  const address = story();
  await forks(address, 5);
  const page = await reader();
  await openComments(page, address);
  await comment(page, "Level 5.").waitFor();
  const edges = await page.widget
    .getByRole("article")
    .filter({ hasText: "Level" })
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
  assert.equal(new Set(edges).size, 5);
});

test("fifty levels can be read to the end", async () => {
  const address = story();
  const comments = await chain(address, 50);
  const page = await reader({ viewport: { width: 390, height: 844 } });
  await page.goto(`${address}#c-${comments[49].id}`);
  await comment(page, "Level 50.").waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.widget.getByRole("button", { name: "All comments" }).click();
  await comment(page, "Level 1.").waitFor();
  for (let level = 5; level < 50; level += 5) {
    await page.widget.getByRole("link", { name: /Continue this thread/ }).click();
    await comment(page, `Level ${level}.`).waitFor();
    await comment(page, `Level ${Math.min(level + 5, 50)}.`).waitFor();
  }
});

test("a folded branch says how much it holds and whose, and opens again", async () => {
  const address = story();
  const root = await world.server.post(address, { body: "Root.", name: "Ruth Adeyemi" });
  await world.server.post(address, { body: "One.", name: "Leonie Marsh", parent: root.id });
  await world.server.post(address, { body: "Two.", name: "Ji-woo Han", parent: root.id });
  const page = await reader();
  await openComments(page, address);
  await comment(page, "Two.").waitFor();
  await page.widget.getByRole("button", { name: "Hide the replies to Ruth Adeyemi" }).press("Enter");
  const row = page.widget.getByRole("button", { name: "2 replies from Leonie Marsh and Ji-woo Han" });
  await row.waitFor();
  assert.equal(await comment(page, "Two.").isVisible(), false);
  await row.press("Enter");
  await comment(page, "Two.").waitFor();
});
