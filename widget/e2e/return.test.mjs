// Coming back to a story on which one has written.

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrived, comment, focused, openComments, post, reader, story, world } from "./world.mjs";

async function written() {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  await post(page, { text: "Which end of the underpass?", name: "Noor Haddad" });
  await arrived(page, "Which end of the underpass?");
  const thread = await world.server.thread(address);
  await page.goto("about:blank");
  return { address, page, own: thread.comments[0] };
}

test("who returns is told how many have answered, and is taken from one answer to the next", async () => {
  const { address, page, own } = await written();
  await world.server.post(address, { body: "The northern one.", parent: own.id });
  await world.server.post(address, { body: "Both.", parent: own.id });
  await openComments(page, address);
  await page.widget.locator(".returned").getByText("2 new replies to your comments").waitFor();
  await page.widget.getByRole("button", { name: "Show the first" }).press("Enter");
  const first = await focused(page);
  assert.match(await first.evaluate((element) => element.textContent), /The northern one/);
  await page.widget.getByRole("button", { name: "Show the next" }).press("Enter");
  assert.match(await (await focused(page)).evaluate((element) => element.textContent), /Both/);

  await page.reload();
  await comment(page, "Both.").waitFor();
  assert.equal(await page.widget.getByText("new replies to your comments").count(), 0);
});

test("one's own answer is not news, and no news is not mentioned", async () => {
  const { address, page } = await written();
  await openComments(page, address);
  await page.widget.getByRole("button", { name: "Reply to Noor Haddad" }).click();
  await page.widget.getByLabel("Reply to Noor Haddad").fill("I mean the one by the mill.");
  await page.widget.getByRole("button", { name: "Post reply" }).click();
  await arrived(page, "I mean the one by the mill.");
  await page.goto("about:blank");
  await openComments(page, address);
  await comment(page, "I mean the one by the mill.").waitFor();
  assert.equal(await page.widget.getByText("to your comments").count(), 0);
});

test("one's own answer is not news either when one left before its arrival was known", async () => {
  const { address, page } = await written();
  await openComments(page, address);
  const reached = new Promise((resolve) => {
    // The comment reaches the server, and its answer nobody.
    page.route(/comments$/, (route) => route.fetch().then(resolve));
  });
  await page.widget.getByRole("button", { name: "Reply to Noor Haddad" }).click();
  await page.widget.getByLabel("Reply to Noor Haddad").fill("I mean the one by the mill.");
  await page.widget.getByRole("button", { name: "Post reply" }).click();
  await reached;
  await page.goto("about:blank");
  await page.unroute(/comments$/);
  await openComments(page, address);
  await arrived(page, "I mean the one by the mill.");
  assert.equal(await page.widget.getByRole("article").count(), 2);
  assert.equal(await page.widget.getByText("to your comments").count(), 0);
});

test("the order that a reader chose is kept", async () => {
  const address = story();
  await world.server.post(address, { body: "The first." });
  await world.server.post(address, { body: "The second." });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByLabel("Sort by").selectOption("oldest");
  await page.widget.getByRole("article").first().getByText("The first.").waitFor();
  await page.reload();
  await page.widget.getByRole("article").first().getByText("The first.").waitFor();
  assert.equal(await page.widget.getByLabel("Sort by").inputValue(), "oldest");
});
