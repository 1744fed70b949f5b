// Pages that change under the element: routers, history, removal and return.

import assert from "node:assert/strict";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { comment, openComments, reader, story, world } from "./world.mjs";

/** Two stories with a comment each. */
async function twoStories() {
  const first = story();
  const second = story();
  await world.server.post(first, { body: "In the first thread." });
  await world.server.post(second, { body: "In the second thread." });
  return [first, second];
}

test("changing an attribute shows the other thread", async () => {
  const [first, second] = await twoStories();
  const page = await reader();
  await openComments(page, first);
  await comment(page, "In the first thread.").waitFor();
  await page.widget.evaluate((element, url) => element.setAttribute("url", url), second);
  await comment(page, "In the second thread.").waitFor();
  assert.equal(await page.widget.getByText("In the first thread.").count(), 0);
  assert.equal(await page.getByRole("status").count(), 1);
});

test("several attributes set in one task are one change, and the same value again is none", async () => {
  const [first, second] = await twoStories();
  const page = await reader();
  await openComments(page, first);
  await comment(page, "In the first thread.").waitFor();
  const asked = [];
  page.on("request", (request) => {
    if (request.url().includes("/thread?")) asked.push(new URL(request.url()).search);
  });
  await page.widget.evaluate((element, url) => {
    element.setAttribute("url", url);
    element.setAttribute("sort", "oldest");
    element.setAttribute("heading-level", "3");
  }, second);
  await comment(page, "In the second thread.").waitFor();
  await page.widget.evaluate((element, url) => element.setAttribute("url", url), second);
  await page.widget.evaluate((element) => element.setAttribute("sort", "oldest"));
  await page.widget.getByRole("heading", { name: "Comments", level: 3 }).waitFor();
  assert.equal(asked.length, 1, asked.join("\n"));
});

test("another colour scheme is taken on without asking for the comments anew", async () => {
  const [first] = await twoStories();
  const page = await reader();
  await openComments(page, first);
  await comment(page, "In the first thread.").waitFor();
  await page.widget.getByLabel("Add to the discussion").fill("Half a thought");
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const scheme = () =>
    page.widget.locator("section").evaluate((section) => getComputedStyle(section).colorScheme);
  await page.widget.evaluate((element) => element.setAttribute("scheme", "dark"));
  assert.equal(await scheme(), "dark");
  await page.widget.evaluate((element) => {
    document.documentElement.className = "bright";
    element.setAttribute("scheme-from", "html.gloomy");
    element.setAttribute("scheme", "light");
  });
  assert.equal(await scheme(), "light");
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "Half a thought");
  assert.deepEqual(asked, []);
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

test("an element that is taken out leaves nothing behind, and shows the thread again where it is put back", async () => {
  const [first] = await twoStories();
  const page = await reader();
  await openComments(page, first);
  await comment(page, "In the first thread.").waitFor();
  const element = await page.widget.elementHandle();
  await element.evaluate((element) => element.remove());
  assert.equal(await page.getByRole("status").count(), 0);
  assert.equal(await element.evaluate(({ shadowRoot }) => shadowRoot.childNodes.length), 0);
  await element.evaluate((element) => document.querySelector("h1").after(element));
  await comment(page, "In the first thread.").waitFor();
  assert.equal(await page.getByRole("status").count(), 1);
  assert.deepEqual(page.errors, []);
});

/** A newspaper of one document: links change the address, the canonical address and the element's `url`. */
function singlePage(paths) {
  return world.publisher.page(
    paths[0],
    `<!doctype html><html lang="en"><head><title>x</title><link rel="canonical" href="${paths[0]}"></head><body>
     ${paths.map((path) => `<a href="${path}">${path}</a>`).join(" ")}
     <understory-comments url="${paths[0]}"></understory-comments>
     <script async src="${world.server.url}/embed.js" data-site="demo"></script>
     <script>
       function show() {
         document.querySelector("link[rel=canonical]").href = location.pathname;
         document.querySelector("understory-comments").setAttribute("url", location.pathname);
       }
       addEventListener("popstate", show);
       addEventListener("click", (event) => {
         const link = event.target.closest("a");
         if (!link) return;
         event.preventDefault();
         history.pushState(null, "", link.href);
         show();
       });
     </script></body></html>`,
  );
}

test("a router that sets url shows each story's own thread, forwards and back", async () => {
  const address = singlePage(["/spa-one", "/spa-two"]);
  await world.server.post(address, { body: "About the first." });
  await world.server.post(new URL("/spa-two", address).href, { body: "About the second." });
  const page = await reader();
  await page.goto(address);
  await comment(page, "About the first.").waitFor();
  await page.getByRole("link", { name: "/spa-two" }).click();
  await comment(page, "About the second.").waitFor();
  assert.equal(await page.widget.getByText("About the first.").count(), 0);
  await page.goBack();
  await comment(page, "About the first.").waitFor();
  assert.equal(await page.widget.getByText("About the second.").count(), 0);
  await page.goForward();
  await comment(page, "About the second.").waitFor();
  assert.equal(await page.widget.count(), 1);
  assert.deepEqual(page.errors, []);
});

test("a late answer about the story before does not show up in the next", async () => {
  const address = singlePage(["/late-one", "/late-two"]);
  await world.server.post(address, { body: "About the first." });
  await world.server.post(new URL("/late-two", address).href, { body: "About the second." });
  const page = await reader();
  let letGo;
  const held = new Promise((resolve) => {
    letGo = resolve;
  });
  await page.route("**/api/v1/thread?*late-one*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(address);
  await page.widget.getByRole("heading", { name: "Comments" }).waitFor();
  await page.getByRole("link", { name: "/late-two" }).click();
  await comment(page, "About the second.").waitFor();
  const answered = page.waitForResponse("**/api/v1/thread?*late-one*");
  letGo();
  await answered;
  assert.equal(await page.widget.getByText("About the first.").count(), 0);
  assert.equal(await comment(page, "About the second.").count(), 1);
});

test("a page whose body is replaced, tag and all, shows the comments of the new story", async () => {
  const tag = (thread) =>
    `<script async src="${world.server.url}/embed.js" data-site="demo" data-thread-id="${thread}"></script>`;
  const address = world.publisher.page(
    "/replaced",
    `<!doctype html><html lang="en"><title>x</title><body><h1>First</h1>${tag("replaced-one")}</body>`,
  );
  await world.server.post(address, { threadId: "replaced-one", body: "About the first." });
  await world.server.post(address, { threadId: "replaced-two", body: "About the second." });
  const page = await reader();
  await page.goto(address);
  await comment(page, "About the first.").waitFor();
  // As Turbo and its like do: a new body, in which scripts are made anew, so that they run.
  await page.evaluate(
    (html) => {
      const body = document.createElement("body");
      body.innerHTML = html;
      document.body.replaceWith(body);
      for (const script of body.querySelectorAll("script")) {
        const copy = document.createElement("script");
        for (const { name, value } of script.attributes) copy.setAttribute(name, value);
        script.replaceWith(copy);
      }
    },
    `<h1>Second</h1>${tag("replaced-two")}`,
  );
  await comment(page, "About the second.").waitFor();
  assert.equal(await page.widget.count(), 1);
  assert.equal(await page.widget.getByText("About the first.").count(), 0);
  assert.deepEqual(page.errors, []);
});

test("a page that comes back from the back-forward cache goes on where it was", async () => {
  const [first, second] = await twoStories();
  // The cache is off in browsers that are driven, unless asked for.
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu"],
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  try {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(10_000);
    page.widget = page.locator("understory-comments");
    await page.addInitScript(() => {
      addEventListener("pageshow", (event) => {
        window.cameBack = event.persisted;
      });
    });
    await openComments(page, first);
    await comment(page, "In the first thread.").waitFor();
    await page.widget.getByLabel("Add to the discussion").fill("Half a thought");
    await page.goto(second);
    await page.goBack({ waitUntil: "commit" });
    await page.waitForFunction(() => window.cameBack === true);
    assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "Half a thought");
    await page.widget.getByLabel("Sort by").selectOption("newest");
    await page.getByRole("status").getByText("Newest").waitFor();
    assert.equal(await comment(page, "In the first thread.").count(), 1);
  } finally {
    await browser.close();
  }
});
