import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, openComments, reader, story, world } from "./world.mjs";

test("a page of another origin with only the tag shows the comments of its story", async () => {
  const address = story();
  await world.server.post(address, {
    body: "I cycle home along *three* of these streets.",
    name: "Ruth Adeyemi",
  });
  const page = await reader();
  await openComments(page, address);
  const article = comment(page, "I cycle home");
  assert.equal(await article.getByRole("heading").innerText(), "Ruth Adeyemi");
  assert.equal(await article.locator("em").innerText(), "three");
  assert.match(await page.widget.getByRole("heading", { name: "Comments" }).innerText(), /^Comments\s+1$/);
  assert.deepEqual(page.errors, []);
});

test("a story without comments says so and invites to write", async () => {
  const page = await reader();
  await openComments(page, story());
  await page.widget.getByText("Nobody has commented yet.").waitFor();
  assert.deepEqual(page.errors, []);
});

test("who only reads gets no key and is not asked about", async () => {
  const address = story();
  await world.server.post(address, { body: "Something to read." });
  const page = await reader();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await openComments(page, address);
  await comment(page, "Something to read.").waitFor();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(
    asked.filter((path) => path.includes("viewer")),
    [],
  );
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
});

test("the order can be chosen, and says what it is", async () => {
  const address = story();
  for (const body of ["The first one.", "The second one.", "The third one."])
    await world.server.post(address, { body });
  const page = await reader();
  await openComments(page, address);
  const texts = () => page.widget.locator(".list > .item .body").allInnerTexts();
  await page.widget.getByLabel("Sort by").selectOption("oldest");
  await page.getByRole("status").getByText("Oldest: 3 comments").waitFor();
  assert.deepEqual(await texts(), ["The first one.", "The second one.", "The third one."]);
  await page.widget.getByLabel("Sort by").selectOption("newest");
  await page.getByRole("status").getByText("Newest: 3 comments").waitFor();
  assert.deepEqual(await texts(), ["The third one.", "The second one.", "The first one."]);
  assert.deepEqual(page.errors, []);
});

test("an order that is chosen before the rest of the code has come is shown when it comes", async () => {
  const address = story();
  for (const body of ["The oldest.", "The newest."]) await world.server.post(address, { body });
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
  await page.widget.getByLabel("Sort by").selectOption("oldest");
  letCome();
  await page.getByRole("status").getByText("Oldest: 2 comments").waitFor();
  assert.match(await page.widget.getByRole("article").first().innerText(), /The oldest/);
});

test("more comments come at the press of a button, and focus goes to the first of them", async () => {
  const address = story();
  for (let number = 1; number <= 33; number++)
    await world.server.post(address, { body: `Comment number ${number}.` });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByRole("article").nth(29).waitFor();
  assert.equal(await page.widget.getByRole("article").count(), 30);
  await page.widget.getByRole("button", { name: "Show more comments" }).click();
  await page.widget.getByRole("article").nth(32).waitFor();
  assert.equal(await page.widget.getByRole("button", { name: "Show more comments" }).count(), 0);
  const isFocused = await page.widget
    .getByRole("article")
    .nth(30)
    .evaluate((article) => article.matches(":focus"));
  assert.ok(isFocused, "the 31st article has the focus");
  assert.equal(new Set(await page.widget.locator(".body").allInnerTexts()).size, 33);
  assert.deepEqual(page.errors, []);
});

test("replies that were left out come in their place", async () => {
  const address = story();
  const root = await world.server.post(address, { body: "A root with many answers." });
  for (let number = 1; number <= 5; number++)
    await world.server.post(address, { body: `Answer ${number}.`, parent: root.id });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByRole("button", { name: "2 more replies" }).click();
  await comment(page, "Answer 5.").waitFor();
  const order = await page.widget.locator(".replies .body").allInnerTexts();
  assert.deepEqual(
    order,
    [1, 2, 3, 4, 5].map((number) => `Answer ${number}.`),
  );
  assert.equal(await page.widget.getByRole("button", { name: /more repl/ }).count(), 0);
});

test("a branch can be folded and unfolded", async () => {
  const address = story();
  const root = await world.server.post(address, { body: "The root.", name: "Daniel Osei" });
  await world.server.post(address, { body: "The answer.", parent: root.id });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByRole("button", { name: "Hide the replies to Daniel Osei" }).click();
  await comment(page, "The answer.").waitFor({ state: "hidden" });
  await page.widget.getByRole("button", { name: "1 reply" }).click();
  await comment(page, "The answer.").waitFor();
});

test("text is shown as it was typed, and markup of the reader's own is text", async () => {
  const address = story();
  const typed = `"Quotes" -- and dots... <img src=x onerror="alert(1)"> & <b>bold</b>`;
  await world.server.post(address, { body: typed });
  const page = await reader();
  await openComments(page, address);
  assert.equal(await page.widget.locator(".body").first().innerText(), typed);
  assert.equal(await page.widget.locator("img").count(), 0);
});

test("nothing is fetched before the comments are near", async () => {
  const page = await reader();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(story({ paragraphs: 80 }));
  await page.waitForLoadState("networkidle");
  assert.deepEqual(
    asked.filter((path) => /thread|comments\.js/.test(path)),
    [],
  );
  await page.widget.scrollIntoViewIfNeeded();
  await page.widget.getByText("Nobody has commented yet.").waitFor();
});
