// What others do while somebody reads: numbers and texts follow in their places, new comments wait behind a button,
// and nothing moves by itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { guest } from "./server.mjs";
import { comment, focused, openComments, post, reader, story, world } from "./world.mjs";

/** A story with some comments, and a reader who hears of what others do. */
async function reading(bodies = ["The first.", "The second."], options = {}) {
  const address = options.address ?? story(options.story);
  const posted = [];
  for (const body of bodies) posted.push(await world.server.post(address, { body, name: "Ruth Adeyemi" }));
  const page = await reader(options.browser);
  const listens = page.waitForResponse(/\/api\/v1\/live\?/);
  await openComments(page, address);
  await listens;
  return { address, page, posted };
}

const pill = (page, name) => page.widget.getByRole("button", { name, exact: true });
const bodies = (page) => page.widget.locator(".body:not(.preview)").allInnerTexts();
const title = (page) => page.widget.getByRole("heading", { level: 2 });

/** Does what a reader of a comment may, as another reader. */
async function another(method, path, key, body) {
  const response = await fetch(`${world.server.url}/api/v1/comments/${path}?site=demo`, {
    method,
    headers: {
      Authorization: `Guest ${key}`,
      "Content-Type": "application/json",
      Origin: world.publisher.origin,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
}

test("new comments to the story wait behind a button that says how many, and come on top when it is pressed", async () => {
  const { address, page } = await reading();
  const counts = page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener("understory:count", ({ detail }) => detail.count === 4 && resolve(detail));
      }),
  );
  await world.server.post(address, { body: "The third.", name: "Daniel Osei" });
  await pill(page, "1 new comment").waitFor();
  await world.server.post(address, { body: "The fourth.", name: "Daniel Osei" });
  await pill(page, "2 new comments").waitFor();
  assert.deepEqual(await counts, { count: 4 });
  assert.equal(await title(page).innerText(), "Comments 4");
  assert.deepEqual((await bodies(page)).length, 2, "nothing has come by itself");

  await pill(page, "2 new comments").press("Enter");
  await comment(page, "The fourth.").waitFor();
  assert.deepEqual((await bodies(page)).slice(0, 2), ["The fourth.", "The third."]);
  assert.match(await (await focused(page)).evaluate((element) => element.innerText), /The fourth\./);
  assert.equal(await page.widget.locator(".pill").count(), 0);
  assert.deepEqual(page.errors, []);
});

test("new replies wait at the end of their branch, and answers to those that wait wait there too", async () => {
  const { address, page, posted } = await reading();
  const reply = await world.server.post(address, {
    body: "An answer.",
    name: "Leonie Marsh",
    parent: posted[0].id,
  });
  await pill(page, "1 new reply").waitFor();
  await pill(page, "1 new reply").click();
  await comment(page, "An answer.").waitFor();
  assert.match(await (await focused(page)).evaluate((element) => element.innerText), /An answer\./);
  for (const parent of [posted[0].id, reply.id])
    await world.server.post(address, { body: `To ${parent}.`, name: "Leonie Marsh", parent });
  await pill(page, "2 new replies").waitFor();
  const end = comment(page, "An answer.").locator("xpath=..").locator("> .pill");
  assert.equal(await end.innerText(), "2 new replies", "below the last of the branch");
  await pill(page, "2 new replies").press("Enter");
  await comment(page, `To ${reply.id}.`).waitFor();
  await comment(page, `To ${posted[0].id}.`).waitFor();
});

test("replies to what is folded or not on show change a number alone", async () => {
  const { address, page, posted } = await reading(["A root."]);
  const [root] = posted;
  for (let n = 1; n <= 3; n++)
    await world.server.post(address, { body: `Answer ${n}.`, name: "Leonie Marsh", parent: root.id });
  await pill(page, "3 new replies").press("Enter");
  await comment(page, "Answer 3.").waitFor();
  await page.widget.getByRole("button", { name: "Hide the replies to Ruth Adeyemi" }).click();
  await page.widget.getByRole("button", { name: /^3 replies/ }).waitFor();
  await world.server.post(address, { body: "Answer 4.", name: "Leonie Marsh", parent: root.id });
  const folded = page.widget.getByRole("button", { name: /^4 replies/ });
  await folded.waitFor();
  assert.ok(await folded.evaluate((element) => element.matches(":focus")), "what has the focus keeps it");
  assert.equal(await page.widget.locator(".pill").count(), 0);
  await folded.press("Enter");
  await page.widget.getByRole("button", { name: "1 more reply" }).press("Enter");
  await comment(page, "Answer 4.").waitFor();

  await world.server.post(address, { body: "Answer 5.", name: "Leonie Marsh", parent: root.id });
  await pill(page, "1 new reply").waitFor();
});

test("a number of replies left out follows, and its button brings them all", async () => {
  const address = story();
  const root = await world.server.post(address, { body: "A root.", name: "Ruth Adeyemi" });
  for (let n = 1; n <= 5; n++)
    await world.server.post(address, { body: `Answer ${n}.`, name: "Leonie Marsh", parent: root.id });
  const { page } = await reading([], { address });
  await page.widget.getByRole("button", { name: "2 more replies" }).waitFor();
  await world.server.post(address, { body: "Answer 6.", name: "Leonie Marsh", parent: root.id });
  await page.widget.getByRole("button", { name: "3 more replies" }).press("Enter");
  await comment(page, "Answer 6.").waitFor();
  assert.equal(await page.widget.getByRole("article").count(), 7);
  assert.equal(await page.widget.locator(".pill").count(), 0);
});

test("respects, changed texts and tombstones are drawn in their places", async () => {
  const address = story();
  const key = guest();
  const root = await world.server.post(address, { body: "As it was.", name: "Ruth Adeyemi", key });
  const kept = await world.server.post(address, { body: "With an answer.", name: "Ruth Adeyemi", key });
  await world.server.post(address, { body: "The answer.", name: "Leonie Marsh", parent: kept.id });
  const { page } = await reading([], { address });
  await another("PUT", `${root.id}/respect`, guest());
  await comment(page, "As it was.")
    .getByRole("button", { name: "Respect the comment by Ruth Adeyemi 1" })
    .waitFor();
  await another("PATCH", root.id, key, { body: "As it is." });
  await comment(page, "As it is.").getByText("Edited").waitFor();
  await another("DELETE", kept.id, key);
  await page.widget.getByText("Withdrawn by its author").waitFor();
  await comment(page, "The answer.").waitFor();
  assert.deepEqual(page.errors, []);
});

test("what is gone keeps its place as long as it is seen, and then leaves without moving the rest", async () => {
  const address = story({ paragraphs: 2, after: '<div style="height: 3000px"></div>' });
  const key = guest();
  await world.server.post(address, { body: "Below.", name: "Ruth Adeyemi" });
  const gone = await world.server.post(address, { body: "Soon gone.", name: "Daniel Osei", key });
  const { page } = await reading([], { address });
  const place = () => comment(page, "Below.").evaluate((article) => article.getBoundingClientRect().top);
  const before = await place();
  await another("DELETE", gone.id, key);
  await page.widget.getByText("It is no longer there.").waitFor();
  assert.equal(await place(), before);
  assert.equal(await title(page).innerText(), "Comments 1");
  await comment(page, "Below.").evaluate((article) => scrollBy(0, article.getBoundingClientRect().top - 20));
  const scrolled = await place();
  await page.widget.getByText("It is no longer there.").waitFor({ state: "detached" });
  assert.equal(await place(), scrolled);
});

test("what its author changes, or has a menu open, is left alone until that is over", async () => {
  const { address, page } = await reading(["Read."]);
  await post(page, { text: "My own words.", name: "Noor Haddad" });
  const own = comment(page, "My own words.");
  await own.getByRole("button", { name: "Edit your comment" }).click();
  await page.widget.getByLabel("Edit your comment").fill("Half a new sent");
  const { comments } = await world.server.thread(address);
  await another("PUT", `${comments[0].id}/respect`, guest());
  await page.waitForResponse(/\/api\/v1\/comments\?.*id=/);
  assert.equal(await page.widget.getByLabel("Edit your comment").inputValue(), "Half a new sent");

  const key = guest();
  const other = await world.server.post(address, { body: "Before.", name: "Daniel Osei", key });
  await pill(page, "1 new comment").click();
  await comment(page, "Before.").getByRole("button", { name: /^More/ }).click();
  await page.widget.getByRole("menu").waitFor();
  const asked = page.waitForResponse(/\/api\/v1\/comments\?.*id=/);
  await another("PATCH", other.id, key, { body: "After." });
  await asked;
  await page.widget.getByRole("menu").waitFor();
  await page.keyboard.press("Escape");
  await page.widget.getByRole("heading", { name: "Comments" }).click();
  await comment(page, "After.").waitFor();
});

test("one's own comment is shown and counted once, whichever comes first, the news of it or the answer", async () => {
  const { page } = await reading();
  await page.route("**/api/v1/comments", async (route) => {
    const answer = await route.fetch();
    const heard = page.widget.getByRole("heading", { name: "Comments 3" });
    if (route.request().method() === "POST") await heard.waitFor();
    await route.fulfill({ response: answer });
  });
  await post(page, { text: "Mine.", name: "Noor Haddad" });
  await comment(page, "Mine.").getByRole("button", { name: "Undo" }).waitFor();
  assert.equal(await title(page).innerText(), "Comments 3");
  assert.equal(await page.widget.locator(".pill").count(), 0);
  assert.equal(await page.widget.getByRole("article").count(), 3);
  await comment(page, "Mine.").getByRole("button", { name: "Undo" }).click();
  await page.widget.getByRole("heading", { name: "Comments 2" }).waitFor();
});

test("people who are muted are not announced", async () => {
  const key = guest();
  const { address, page } = await reading(["The first."]);
  await world.server.post(address, { body: "Noise.", name: "Daniel Osei", key });
  await pill(page, "1 new comment").click();
  await comment(page, "Noise.").getByRole("button", { name: /^More/ }).click();
  await page.widget.getByRole("menuitem", { name: "Mute Daniel Osei" }).click();
  await world.server.post(address, { body: "More noise.", name: "Daniel Osei", key });
  await page.widget.getByRole("heading", { name: "Comments 3" }).waitFor();
  await world.server.post(address, { body: "The second.", name: "Ruth Adeyemi" });
  await pill(page, "1 new comment").waitFor();
});

test("news are told once, together, and not again before ten seconds are over", async () => {
  const { address, page, posted } = await reading();
  await page.clock.install();
  await page.widget.evaluate((element) => {
    globalThis.heard = [];
    const region = element.querySelector("[role=status]");
    new MutationObserver(() => {
      if (region.textContent) globalThis.heard.push(region.textContent);
    }).observe(region, { childList: true, characterData: true, subtree: true });
  });
  const heard = () => page.evaluate(() => globalThis.heard);
  const arrive = async (name, options) => {
    await world.server.post(address, { body: "News.", name: "Daniel Osei", ...options });
    await pill(page, name).waitFor();
  };
  await arrive("1 new comment", {});
  await page.waitForFunction(() => globalThis.heard.length === 1);
  await arrive("2 new comments", {});
  await arrive("1 new reply", { parent: posted[0].id });
  assert.deepEqual(await heard(), ["1 new comment"]);
  await page.clock.runFor(10_000);
  assert.deepEqual(await heard(), ["1 new comment", "3 new comments"]);
});

test("what is too much to be told is loaded anew by a button, and what one has written stays in the box", async () => {
  const address = story({ element: '<understory-comments live="off"></understory-comments>' });
  await world.server.post(address, { body: "The first.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  await page.waitForFunction(() => "count" in document.querySelector("understory-comments"));
  await page.widget.getByLabel("Add to the discussion").fill("Half a sent");
  const many = Array.from({ length: 10 }, async (_, lane) => {
    for (let n = 0; n <= 50; n++)
      await world.server.post(address, { body: `From lane ${lane}, number ${n}.` });
  });
  await Promise.all(many);
  await page.widget.evaluate((element) => element.setAttribute("live", "on"));
  await pill(page, "New comments: show").click();
  await page.widget.getByRole("heading", { name: "Comments 511" }).waitFor();
  await page.widget.locator(".pill").waitFor({ state: "detached" });
  assert.equal(await page.widget.getByRole("article").count(), 30);
  assert.ok(await (await focused(page)).evaluate((element) => element.matches("article")));
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "Half a sent");
});

test("nobody is asked on a page that turns it off, and it can be turned off and on in place", async () => {
  const address = story({ element: '<understory-comments live="off"></understory-comments>' });
  await world.server.post(address, { body: "The first.", name: "Ruth Adeyemi" });
  const page = await reader();
  const asked = [];
  page.on("request", (request) => request.url().includes("/api/v1/live?") && asked.push(request.url()));
  await openComments(page, address);
  await page.waitForFunction(() => "count" in document.querySelector("understory-comments"));
  const set = (value) => page.widget.evaluate((element, live) => element.setAttribute("live", live), value);
  await comment(page, "The first.").evaluate((article) => {
    globalThis.first = article;
  });
  const listens = page.waitForRequest(/\/api\/v1\/live\?/);
  await set("on");
  await listens;
  assert.equal(asked.length, 1);
  assert.ok(await page.evaluate(() => globalThis.first.isConnected), "the comments are not drawn anew");
  const ended = page.waitForEvent("requestfailed", (request) => request.url().includes("/api/v1/live?"));
  await set("off");
  await ended;
});

test("where streams are refused it is asked now and then, and a server that is down breaks nothing", async () => {
  const page = await reader();
  await page.addInitScript(() => {
    globalThis.EventSource = undefined;
  });
  await page.clock.install();
  const address = story();
  await world.server.post(address, { body: "The first.", name: "Ruth Adeyemi" });
  await openComments(page, address);
  await page.waitForFunction(() => "count" in document.querySelector("understory-comments"));
  await world.server.post(address, { body: "The second.", name: "Ruth Adeyemi" });
  const asked = page.waitForResponse(/\/api\/v1\/live\?.*once=1/);
  await page.clock.runFor(5_000);
  await asked;
  await page.clock.runFor(1_500);
  await pill(page, "1 new comment").waitFor();
  assert.deepEqual(page.errors, []);

  await page.route("**/api/v1/live?*", (route) => route.abort("connectionrefused"));
  const failed = page.waitForEvent("requestfailed");
  await page.clock.runFor(40_000);
  await failed;
  await pill(page, "1 new comment").click();
  await comment(page, "The second.").waitFor();
});

test("a stream goes on after the server was started anew, with what was missed", async () => {
  const { address, page } = await reading();
  await world.server.stop();
  await world.server.start();
  await world.server.post(address, { body: "While the stream was down.", name: "Daniel Osei" });
  await pill(page, "1 new comment").waitFor({ timeout: 30_000 });
});

test("a page that goes to the cache for Back ends its stream, and hears on return what it has missed", async () => {
  const { address, page } = await reading();
  const next = world.publisher.page("/elsewhere", "<!doctype html><title>Elsewhere</title>");
  await page.goto(next);
  await world.server.post(address, { body: "Meanwhile.", name: "Daniel Osei" });
  await page.goBack();
  await page.widget.scrollIntoViewIfNeeded();
  await page.widget.getByText("Meanwhile.").or(pill(page, "1 new comment")).first().waitFor();
});
