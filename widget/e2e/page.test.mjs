import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, openComments, post, reader, story, world } from "./world.mjs";

test("a page with a strict policy and no Trusted Types policy carries reading and writing", async () => {
  const ours = world.server.url;
  const address = story({
    headers: {
      "Content-Security-Policy": [
        "default-src 'none'",
        `script-src ${ours}`,
        `connect-src ${ours}`,
        `img-src ${ours}`,
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ].join("; "),
    },
  });
  const page = await reader();
  await openComments(page, address);
  await post(page, { text: "Under a **strict** policy.", name: "Noor Haddad" });
  await comment(page, "Under a strict policy.").waitFor();
  await page.widget.getByRole("button", { name: "Preview" }).click();
  assert.deepEqual(page.errors, []);
  const font = await page.widget
    .getByRole("article")
    .evaluate((article) => getComputedStyle(article).display);
  assert.equal(font, "grid", "our style sheet is in force");
});

test("a page that places the element itself gets no second one, and its attributes win", async () => {
  const address = world.publisher.page(
    "/own-element",
    `<!doctype html><html lang="en"><title>x</title><h1>Title</h1>
     <understory-comments thread-id="own-element" heading-level="3" scheme="dark"></understory-comments>
     <script async src="${world.server.url}/embed.js" data-site="demo"></script>
     <script async src="${world.server.url}/embed.js" data-site="demo"></script>`,
  );
  const page = await reader();
  await page.goto(address);
  await page.widget.getByRole("heading", { name: "Comments", level: 3 }).waitFor();
  assert.equal(await page.widget.count(), 1);
  const scheme = await page.widget
    .locator("section")
    .evaluate((section) => getComputedStyle(section).colorScheme);
  assert.equal(scheme, "dark");
  assert.deepEqual(page.errors, []);
});

test("changing an attribute shows the other thread", async () => {
  const address = story();
  const other = story();
  await world.server.post(address, { body: "In the first thread." });
  await world.server.post(other, { body: "In the second thread." });
  const page = await reader();
  await openComments(page, address);
  await comment(page, "In the first thread.").waitFor();
  await page.widget.evaluate((element, url) => element.setAttribute("url", url), other);
  await comment(page, "In the second thread.").waitFor();
  assert.equal(await page.widget.getByText("In the first thread.").count(), 0);
  assert.equal(await page.getByRole("status").count(), 1);
});

test("an element moved in the page keeps what it shows", async () => {
  const page = await reader();
  await openComments(page, story());
  await page.widget.getByLabel("Add to the discussion").fill("Still here after the move");
  await page.widget.evaluate((element) => document.body.append(element));
  assert.equal(
    await page.widget.getByLabel("Add to the discussion").inputValue(),
    "Still here after the move",
  );
});

test("a tag without a site says what is missing", async () => {
  const address = world.publisher.page(
    "/no-site",
    `<!doctype html><html lang="en"><title>x</title><p>Text</p><script async src="${world.server.url}/embed.js"></script>`,
  );
  const page = await reader();
  await page.goto(address);
  await page.widget.getByRole("alert").getByText("data-site").waitFor();
});

test("an unknown site is said to be unknown", async () => {
  const page = await reader();
  await page.goto(story({ site: "nobody" }));
  await page.widget.getByRole("alert").getByText("The server knows no site “nobody”").waitFor();
});

test("a tag in the head adds nothing and says why in the console", async () => {
  const address = world.publisher.page(
    "/in-head",
    `<!doctype html><html lang="en"><head><title>x</title>
     <script async src="${world.server.url}/embed.js" data-site="demo"></script></head><body><p>Text</p></body>`,
  );
  const page = await reader();
  const said = page.waitForEvent("console", (message) => message.text().includes("<head>"));
  await page.goto(address);
  assert.equal((await said).type(), "info");
  assert.equal(await page.widget.count(), 0);
});
