import assert from "node:assert/strict";
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
