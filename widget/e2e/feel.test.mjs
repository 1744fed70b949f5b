// How writing feels: at once, and nothing is ever lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, focused, openComments, post, reader, story, world } from "./world.mjs";

/** Holds back the server's answer to a post until it is let go. */
async function holdPosts(page) {
  let letGo;
  const held = new Promise((resolve) => {
    letGo = resolve;
  });
  await page.route("**/api/v1/comments", async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  return letGo;
}

/** Has the server refuse every post. */
function refusePosts(page, kind, more = {}) {
  return page.route("**/api/v1/comments", (route) =>
    route.fulfill({
      status: 422,
      headers: { "Access-Control-Allow-Origin": "*", "Content-Type": "application/problem+json" },
      body: JSON.stringify({ status: 422, kind, title: "Refused", ...more }),
    }),
  );
}

test("a comment stands in its place before the server has answered", async () => {
  const address = story();
  await world.server.post(address, { body: "An earlier one." });
  const page = await reader();
  await openComments(page, address);
  const letGo = await holdPosts(page);
  await post(page, { text: "At once.", name: "Noor Haddad" });
  const pending = comment(page, "At once.");
  await pending.getByText("Sending…").waitFor();
  const before = await pending.boundingBox();
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "");
  letGo();
  await pending.getByRole("button", { name: "Edit your comment" }).waitFor();
  const after = await pending.boundingBox();
  assert.deepEqual([after.y, after.height], [before.y, before.height], "it does not move when it is there");
  assert.equal((await world.server.thread(address)).comments.length, 2);
});

test("what the server refuses leaves the page, and the text is back in the box", async () => {
  const page = await reader();
  await openComments(page, story());
  await refusePosts(page, "rejected");
  await post(page, { text: "Not for here.", name: "Noor Haddad" });
  await page.widget.getByRole("alert").getByText("The site does not publish this.").waitFor();
  assert.equal(await page.widget.getByRole("article").count(), 0);
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "Not for here.");
});

test("Undo takes a comment back and gives the text back", async () => {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  await post(page, { text: "Too hasty.", name: "Noor Haddad" });
  await comment(page, "Too hasty.").getByRole("button", { name: "Undo" }).press("Enter");
  await page.getByRole("status").getByText("Taken back.").waitFor();
  const box = page.widget.getByLabel("Add to the discussion");
  assert.equal(await box.inputValue(), "Too hasty.");
  assert.ok(await (await focused(page)).evaluate((element) => element.matches("textarea")));
  assert.equal(await page.widget.getByRole("article").count(), 0);
  assert.equal((await world.server.thread(address)).comments.length, 0);
});

test("a reply that is taken back is in its own box again", async () => {
  const address = story();
  await world.server.post(address, { body: "The underpass is dark.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByRole("button", { name: "Reply to Ruth Adeyemi" }).click();
  await page.widget.getByLabel("Reply to Ruth Adeyemi").fill("Which one?");
  await page.widget.locator(".is-reply").getByLabel("Name", { exact: true }).fill("Noor Haddad");
  await page.widget.getByRole("button", { name: "Post reply" }).click();
  await comment(page, "Which one?").getByRole("button", { name: "Undo" }).click();
  await page.getByRole("status").getByText("Taken back.").waitFor();
  assert.equal(await page.widget.getByLabel("Reply to Ruth Adeyemi").inputValue(), "Which one?");
});

test("what is posted without a connection goes out once when there is one", async () => {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByLabel("Add to the discussion").focus();
  await page.widget.getByLabel("Name", { exact: true }).waitFor();
  await page.context().setOffline(true);
  await post(page, { text: "From the train.", name: "Noor Haddad" });
  await page.widget.getByRole("alert").getByText("Waiting for a connection.").waitFor();
  await page.context().setOffline(false);
  await comment(page, "From the train.").getByRole("button", { name: "Edit your comment" }).waitFor();
  assert.equal((await world.server.thread(address)).comments.length, 1);
});

test("it goes out after a reload too, a reply like a comment", async () => {
  const address = story();
  await world.server.post(address, { body: "The underpass is dark.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByRole("button", { name: "Reply to Ruth Adeyemi" }).click();
  await page.widget.getByLabel("Reply to Ruth Adeyemi").fill("From the tunnel.");
  await page.widget.locator(".is-reply").getByLabel("Name", { exact: true }).fill("Noor Haddad");
  await page.context().setOffline(true);
  await page.widget.getByRole("button", { name: "Post reply" }).click();
  await page.widget.getByRole("alert").getByText("Waiting for a connection.").waitFor();
  await page.context().setOffline(false);
  await page.reload();
  await comment(page, "From the tunnel.").getByRole("button", { name: "Edit your comment" }).waitFor();
  const { comments } = await world.server.thread(address);
  assert.equal(comments[0].replies.length, 1);
});

test("a refused draft that is discarded comes back by Undo", async () => {
  const page = await reader();
  await openComments(page, story());
  await refusePosts(page, "rejected");
  await post(page, { text: "Hours of work.", name: "Noor Haddad" });
  await page.widget.getByRole("button", { name: "Discard" }).click();
  const box = page.widget.getByLabel("Add to the discussion");
  assert.equal(await box.inputValue(), "");
  await page.widget.getByRole("button", { name: "Undo" }).press("Enter");
  assert.equal(await box.inputValue(), "Hours of work.");
});

test("a comment says until when it can be changed", async () => {
  const page = await reader();
  await openComments(page, story());
  await post(page, { text: "With a typo.", name: "Noor Haddad" });
  await comment(page, "With a typo.").getByRole("button", { name: "Edit your comment" }).click();
  await page.widget.getByText(/You can change or withdraw this until \d/).waitFor();
});

test("a late answer does not take the focus from what the author does meanwhile", async () => {
  const address = story();
  await world.server.post(address, { body: "The underpass is dark.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  const letGo = await holdPosts(page);
  await post(page, { text: "Slow to arrive.", name: "Noor Haddad" });
  await comment(page, "Slow to arrive.").getByText("Sending…").waitFor();
  await page.widget.getByRole("button", { name: "Reply to Ruth Adeyemi" }).click();
  const reply = page.widget.getByLabel("Reply to Ruth Adeyemi");
  await reply.pressSequentially("Which ");
  letGo();
  await comment(page, "Slow to arrive.").getByRole("button", { name: "Edit your comment" }).waitFor();
  await page.keyboard.type("one?");
  assert.equal(await reply.inputValue(), "Which one?");
});
