// What becomes of a comment between the press on Post and the server's answer: it stands in its place, nothing
// of it is lost, and it is posted once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrived, comment, focused, openComments, post, reader, story, world } from "./world.mjs";

const refusal = { "Access-Control-Allow-Origin": "*", "Content-Type": "application/problem+json" };

/** Has posts fail until the gate is opened: without an answer, or with a refusal. */
async function closeGate(page, kind) {
  const gate = { isOpen: false };
  await page.route("**/api/v1/comments", (route) => {
    if (gate.isOpen || route.request().method() !== "POST") return route.continue();
    if (!kind) return route.abort("connectionrefused");
    const body = JSON.stringify({ status: 422, kind, title: "Refused", detail: "Refused." });
    return route.fulfill({ status: 422, headers: refusal, body });
  });
  return gate;
}

const box = (page) => page.widget.getByLabel("Add to the discussion");
const bodies = (page) => page.widget.locator(".body:not(.preview)").allInnerTexts();

test("two comments are on their way at once, and each arrives in its own place", async () => {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  const waiting = [];
  await page.route("**/api/v1/comments", async (route) => {
    if (route.request().method() === "POST") await new Promise((go) => waiting.push(go));
    await route.continue();
  });
  await post(page, { text: "The first.", name: "Noor Haddad" });
  await comment(page, "The first.").getByText("Sending…").waitFor();
  await post(page, { text: "The second." });
  await comment(page, "The second.").getByText("Sending…").waitFor();
  assert.deepEqual(await bodies(page), ["The second.", "The first."]);
  waiting[0]();
  await arrived(page, "The first.");
  assert.deepEqual(await bodies(page), ["The second.", "The first."]);
  waiting[1]();
  await arrived(page, "The second.");
  assert.deepEqual(await bodies(page), ["The second.", "The first."]);
  assert.equal((await world.server.thread(address)).comments.length, 2);
  assert.deepEqual(page.errors, []);
});

test("what is refused while the author writes something else stays on the page, and neither text is lost", async () => {
  const page = await reader();
  await openComments(page, story());
  let refuse;
  await page.route("**/api/v1/comments", async (route) => {
    await new Promise((go) => {
      refuse = go;
    });
    await route.fulfill({
      status: 422,
      headers: refusal,
      body: JSON.stringify({ status: 422, kind: "rejected", title: "Rejected" }),
    });
  });
  await post(page, { text: "Not for here.", name: "Noor Haddad" });
  await box(page).pressSequentially("Something else");
  refuse();
  const pending = comment(page, "Not for here.");
  await pending.getByRole("alert").getByText("The site does not publish this.").waitFor();
  assert.equal(await box(page).inputValue(), "Something else");
  assert.ok(await box(page).evaluate((element) => element.matches(":focus")), "and the focus stays");

  await pending.getByRole("button", { name: "Edit" }).click();
  assert.equal(await box(page).inputValue(), "Not for here.\n\nSomething else");
  assert.equal(await page.widget.getByRole("article").count(), 0);
});

test("what could not be sent is changed and posted under a key of its own", async () => {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  const gate = await closeGate(page);
  const keys = [];
  page.on("request", (request) => {
    if (request.method() === "POST") keys.push(request.headers()["idempotency-key"]);
  });
  await post(page, { text: "Frist.", name: "Noor Haddad" });
  await comment(page, "Frist.").getByRole("alert").waitFor();
  await comment(page, "Frist.").getByRole("button", { name: "Edit" }).press("Enter");
  assert.ok(await (await focused(page)).evaluate((element) => element.matches("textarea")));
  assert.equal(await page.widget.getByRole("article").count(), 0);
  assert.equal(await box(page).inputValue(), "Frist.");

  await page.widget.getByRole("button", { name: "Post comment" }).click();
  await comment(page, "Frist.").getByRole("alert").waitFor();
  await comment(page, "Frist.").getByRole("button", { name: "Edit" }).click();
  gate.isOpen = true;
  await post(page, { text: "First." });
  await arrived(page, "First.");
  assert.equal(keys[0], keys[1], "the same words are the same posting");
  assert.notEqual(keys[1], keys[2], "other words are another");
});

test("what could not be sent is discarded, and comes back by Undo", async () => {
  const page = await reader();
  await openComments(page, story());
  await closeGate(page);
  await post(page, { text: "Hours of work.", name: "Noor Haddad" });
  await comment(page, "Hours of work.").getByRole("button", { name: "Discard" }).press("Enter");
  assert.equal(await page.widget.getByRole("article").count(), 0);
  await page.widget.getByText("Draft discarded.").waitFor();
  await page.keyboard.press("Enter"); // the focus is on Undo
  await comment(page, "Hours of work.").getByText("Not sent.").waitFor();
  await page.reload();
  await comment(page, "Hours of work.").getByText("Not sent.").waitFor();
});

test("what could not be sent outlives another order", async () => {
  const address = story();
  await world.server.post(address, { body: "An earlier one." });
  const page = await reader();
  await openComments(page, address);
  await closeGate(page);
  await post(page, { text: "Still here.", name: "Noor Haddad" });
  await comment(page, "Still here.").getByRole("alert").waitFor();
  await page.widget.getByLabel("Sort by").selectOption("newest");
  await page.getByRole("status").getByText("Newest").waitFor();
  await comment(page, "Still here.").getByText("Not sent.").waitFor();
});

test("a reply whose comment is not on the page is still there, and can be sent", async () => {
  const address = story();
  const root = await world.server.post(address, { body: "The underpass is dark.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  const gate = await closeGate(page);
  await page.widget.getByRole("button", { name: "Reply to Ruth Adeyemi" }).click();
  await page.widget.getByLabel("Reply to Ruth Adeyemi").fill("Which end?");
  await page.widget.locator(".is-reply").getByLabel("Name", { exact: true }).fill("Noor Haddad");
  await page.widget.getByRole("button", { name: "Post reply" }).click();
  await comment(page, "Which end?").getByRole("alert").waitFor();
  await page.route("**/api/v1/thread?*", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), comments: [] } });
  });
  await page.reload();
  const pending = comment(page, "Which end?");
  await pending.getByText("Not sent.").waitFor();
  gate.isOpen = true;
  await pending.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("status").getByText("Comment posted.").waitFor();
  assert.equal((await world.server.thread(address)).comments[0].replies[0].parent, root.id);
});

test("a page that is left while it sends finds out on return, and posts once", async () => {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  let arrived;
  const isThere = new Promise((resolve) => {
    arrived = resolve;
  });
  await page.route("**/api/v1/comments", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    arrived(await route.fetch()); // and the page is gone before it hears of that
  });
  await post(page, { text: "In a hurry.", name: "Noor Haddad" });
  await comment(page, "In a hurry.").getByText("Sending…").waitFor();
  await isThere;
  await page.unroute("**/api/v1/comments");
  await page.reload();
  await comment(page, "In a hurry.").getByRole("button", { name: "Edit your comment" }).waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal(await page.widget.getByRole("article").count(), 1);
  assert.equal((await world.server.thread(address)).comments.length, 1);
});

test("two tabs that come back online send what waits once", async () => {
  const address = story();
  const page = await reader();
  const context = page.context();
  await openComments(page, address);
  await box(page).focus();
  await page.widget.getByLabel("Name", { exact: true }).waitFor();
  await context.setOffline(true);
  await post(page, { text: "From the train.", name: "Noor Haddad" });
  await comment(page, "From the train.").getByText("Waiting for a connection.").waitFor();
  // Another tab that was loaded before knows of it when there is a connection.
  await context.setOffline(false);
  const other = await context.newPage();
  other.widget = other.locator("understory-comments");
  await openComments(other, address);
  for (const tab of [page, other])
    await comment(tab, "From the train.").getByRole("button", { name: "Edit your comment" }).waitFor();
  assert.equal((await world.server.thread(address)).comments.length, 1);
});

test("where the browser keeps nothing, nothing is said to be kept", async () => {
  const page = await reader();
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await openComments(page, story());
  const gate = await closeGate(page);
  await post(page, { text: "On a full disk.", name: "Noor Haddad" });
  const pending = comment(page, "On a full disk.");
  await pending.getByText("Not sent.").waitFor();
  assert.equal(await pending.getByText("kept on this device").count(), 0);
  await box(page).pressSequentially("More of it.");
  await page.waitForTimeout(700);
  assert.equal(await page.widget.getByText("Draft kept").count(), 0);
  gate.isOpen = true;
  await pending.getByRole("button", { name: "Try again" }).click();
  await pending.getByRole("button", { name: "Edit your comment" }).waitFor();
  assert.equal(await box(page).inputValue(), "More of it.");
});

test("a comment that has arrived is read out once and has the focus", async () => {
  const page = await reader();
  await openComments(page, story());
  await page.evaluate(() => {
    window.said = [];
    const status = document.querySelector("understory-comments > [role=status]");
    new MutationObserver(() => status.textContent && window.said.push(status.textContent)).observe(status, {
      childList: true,
    });
  });
  await post(page, { text: "Once.", name: "Noor Haddad" });
  await page.getByRole("status").getByText("Comment posted.").waitFor();
  await page.waitForTimeout(200);
  assert.deepEqual(await page.evaluate(() => window.said), ["Comment posted."]);
  assert.ok(await comment(page, "Once.").evaluate((article) => article.matches(":focus")));
});
