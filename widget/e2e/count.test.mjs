import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { reader, story, world } from "./world.mjs";

test("an index page shows the number of comments of all its stories with one request", async () => {
  const one = story();
  const two = story();
  await world.server.post(one, { body: "Only one." });
  await world.server.post(two, { body: "One of two." });
  await world.server.post(two, { body: "Two of two." });
  const index = world.publisher.page(
    "/index",
    `<!doctype html><html lang="en"><title>Front page</title>
     <p id="one"><understory-count url="${one}?utm_source=front">Comments</understory-count></p>
     <p id="two"><understory-count url="${new URL(two).pathname}">Comments</understory-count></p>
     <p id="none"><understory-count url="/never-seen">Comments</understory-count></p>
     <script async src="${world.server.url}/embed.js" data-site="demo" data-insert="off"></script>`,
  );
  const page = await reader();
  const asked = [];
  page.on("request", (request) => {
    if (request.url().includes("/counts")) asked.push(request.url());
  });
  await page.goto(index);
  await page.locator("#two").getByText("2 comments").waitFor();
  assert.equal(await page.locator("#one").innerText(), "1 comment");
  assert.equal(await page.locator("#none").innerText(), "0 comments");
  assert.equal(asked.length, 1);
  assert.equal(await page.locator("understory-comments").count(), 0, "data-insert=off adds no comments");
  assert.deepEqual(page.errors, []);
});

test("without an answer a count keeps the page's own text", async () => {
  const index = world.publisher.page(
    "/index-down",
    `<!doctype html><html lang="en"><title>Front page</title><understory-count url="/x">Comments</understory-count>
     <script async src="${world.server.url}/embed.js" data-site="demo" data-insert="off"></script>`,
  );
  const page = await reader();
  await page.route("**/counts?*", (route) => route.abort("connectionrefused"));
  await page.goto(index);
  await page.waitForLoadState("networkidle");
  assert.equal(await page.locator("understory-count").innerText(), "Comments");
});

test("a count speaks the page's language, in the page's own words where it has some", async () => {
  const address = story();
  await world.server.post(address, { body: "One." });
  await world.server.post(address, { body: "Two." });
  const texts = JSON.parse(await readFile(new URL("../texts/pt.json", import.meta.url), "utf8"));
  const index = world.publisher.page(
    "/index-pt",
    `<!doctype html><html lang="pt-BR"><title>Capa</title>
     <p id="theirs"><understory-count url="${address}">Comentários</understory-count></p>
     <p id="own"><understory-count url="${address}" t-count="{n} vozes">Comentários</understory-count></p>
     <script async src="${world.server.url}/embed.js" data-site="demo" data-insert="off"></script>`,
  );
  const page = await reader();
  await page.goto(index);
  await page.locator("#own").getByText("2 vozes").waitFor();
  await page.locator("#theirs").getByText(texts.reading.count.other.replace("{n}", "2")).waitFor();
  assert.deepEqual(page.errors, []);
});

test("a count that turns to another story shows that one's number, also when the first answer comes late", async () => {
  const [first, second] = [story(), story()];
  await world.server.post(first, { body: "One." });
  const index = world.publisher.page(
    "/index-turning",
    `<!doctype html><html lang="en"><title>Front page</title>
     <understory-count url="${first}">Comments</understory-count>
     <script async src="${world.server.url}/embed.js" data-site="demo" data-insert="off"></script>`,
  );
  const page = await reader();
  let letGo;
  const held = new Promise((resolve) => {
    letGo = resolve;
  });
  const about = (url) => `**/counts?*${encodeURIComponent(new URL(url).pathname)}`;
  await page.route(about(first), async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest(about(first));
  await page.goto(index);
  await asked;
  const count = page.locator("understory-count");
  await count.evaluate((element, url) => element.setAttribute("url", url), second);
  await count.getByText("0 comments").waitFor();
  const answered = page.waitForResponse(about(first));
  letGo();
  await (await answered).finished();
  await page.evaluate(() => fetch(location.href)); // behind which the late answer has been read
  assert.equal(await count.innerText(), "0 comments");
});
