import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, openComments, reader, story, world } from "./world.mjs";

test("a link to a comment on the page leads to it, with the focus on it", async () => {
  const address = story({ paragraphs: 40 });
  const comments = [];
  for (let number = 1; number <= 8; number++)
    comments.push(await world.server.post(address, { body: `Number ${number}.` }));
  const page = await reader();
  await page.goto(`${address}#c-${comments[3].id}`);
  const linked = comment(page, "Number 4.");
  await linked.getByText("You followed a link here").waitFor();
  assert.ok(await linked.evaluate((article) => article.matches(":focus")));
  assert.ok(
    await linked.evaluate(
      (article) =>
        article.getBoundingClientRect().top < innerHeight && article.getBoundingClientRect().top >= 0,
    ),
    "it is in view",
  );
  assert.deepEqual(page.errors, []);
});

test("a link to a comment that the first page does not hold shows its branch, and the way back to all", async () => {
  const address = story();
  const root = await world.server.post(address, { body: "The root of it." });
  let parent = root.id;
  for (let level = 2; level <= 8; level++)
    parent = (await world.server.post(address, { body: `Level ${level}.`, parent })).id;
  await world.server.post(address, { body: "Another root." });
  const page = await reader();
  await page.goto(`${address}#c-${parent}`);
  await comment(page, "Level 8.").getByText("You followed a link here").waitFor();
  assert.equal(await page.widget.getByText("Another root.").count(), 0);
  assert.equal(await page.widget.getByText("The root of it.").count(), 1);
  await page.widget.getByRole("button", { name: "All comments" }).click();
  await comment(page, "Another root.").waitFor();
  assert.deepEqual(page.errors, []);
});

test("the time of a comment is its link, followed without loading the page again", async () => {
  const address = story();
  await world.server.post(address, { body: "One.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  const article = comment(page, "One.");
  const href = await article.getByRole("link").getAttribute("href");
  assert.match(href, /^#c-[\da-f-]{36}$/);
  await article.getByRole("link").click();
  await article.getByText("You followed a link here").waitFor();
  assert.equal(new URL(page.url()).hash, href);
});

test("a link to a comment that is gone says so and shows the others", async () => {
  const address = story();
  await world.server.post(address, { body: "Still here." });
  const page = await reader();
  await page.goto(`${address}#c-01920000-0000-7000-8000-000000000000`);
  await page.widget.locator(".note").getByText("is no longer here").waitFor();
  await comment(page, "Still here.").waitFor();
});

test("the server's own permalink leads into the story", async () => {
  const address = story();
  const { id } = await world.server.post(address, { body: "Linked from elsewhere." });
  const page = await reader();
  await page.goto(`${world.server.url}/c/demo/${id}`);
  await comment(page, "Linked from elsewhere.").getByText("You followed a link here").waitFor();
  assert.equal(page.url(), `${address}#c-${id}`);
});
