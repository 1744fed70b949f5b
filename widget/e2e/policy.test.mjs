import assert from "node:assert/strict";
import { test } from "node:test";
import { moderator, newSite } from "./dashboard-staff.mjs";
import { arrived, comment, openComments, post, reader, story, world } from "./world.mjs";

/** Asks as the signed-in staff of a dashboard page. */
async function decide(staff, path, data) {
  const url = `${world.server.url}/api/v1/moderation/${path}`;
  const response = await staff.request.post(url, { data, headers: { "X-Understory": "1" } });
  assert.equal(response.status(), 201, await response.text());
}

test("where guests are held, the author alone sees the comment, and is told why, also after a reload", async () => {
  const site = newSite({ guests: "hold" });
  const address = story({ site });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByLabel("Add to the discussion").focus();
  await page.widget.getByText("A moderator reads each comment before it appears.").waitFor();
  await post(page, { text: "For the moderator first.", name: "Noor Haddad" });
  await comment(page, "For the moderator first.").getByText("Held for review.").waitFor();
  await page.getByRole("status").getByText("It is held for review").waitFor();

  await page.reload();
  await comment(page, "For the moderator first.").getByText("Held for review.").waitFor();
  await page.widget.getByLabel("Sort by").selectOption("newest");
  await page.getByRole("status").getByText("Newest").waitFor();
  assert.equal(await comment(page, "For the moderator first.").count(), 1, "it outlives another order");

  const other = await reader();
  await openComments(other, address);
  await other.widget.getByText("Nobody has commented yet.").waitFor();
  assert.deepEqual([...page.errors, ...other.errors], []);
});

test("where guests may not write, there is no box and a sentence in its place", async () => {
  const page = await reader();
  await page.goto(story({ site: newSite({ guests: "off" }) }));
  await page.widget.getByText("Only members can comment here.").waitFor();
  assert.equal(await page.widget.getByRole("textbox").count(), 0);
  assert.deepEqual(page.errors, []);
});

test("what a moderator rejects is a tombstone to all with its replies kept, and its author is told", async () => {
  const site = newSite();
  const address = story({ site });
  const page = await reader();
  await openComments(page, address);
  await post(page, { text: "Something out of place.", name: "Noor Haddad" });
  await arrived(page, "Something out of place.");
  const [root] = (await world.server.thread(address, site)).comments;
  await world.server.post(address, { site, body: "A sober answer.", parent: root.id });

  const staff = await moderator(`${site}/recent`);
  const queue = await staff.request.get(
    `${world.server.url}/api/v1/moderation/queue?site=${site}&queue=recent`,
  );
  const item = (await queue.json()).items.find(({ comment: { id } }) => id === root.id);
  await decide(staff, `comments/${root.id}/decisions?site=${site}`, {
    action: "reject",
    reason: "abuse",
    version: item.comment.version,
  });

  const other = await reader();
  await openComments(other, address);
  await other.widget.getByText("Removed by the newsroom", { exact: true }).waitFor();
  await comment(other, "A sober answer.").waitFor();
  assert.equal(await other.widget.getByText("Something out of place.").count(), 0);
  await page.reload();
  await comment(page, "Something out of place.").getByText("Not published.").waitFor();
  await page.widget.getByLabel("Sort by").selectOption("newest"); // drawn anew from what all others see
  await page.getByRole("status").getByText("Newest").waitFor();
  await comment(page, "Something out of place.").getByText("Not published.").waitFor();
});

test("a thread that staff have closed can be read, and says that it is closed", async () => {
  const site = newSite();
  const address = story({ site });
  await world.server.post(address, { site, body: "While it was open." });
  const { article } = await world.server.thread(address, site);
  const staff = await moderator(`${site}/recent`);
  await decide(staff, `articles/${article.id}/decisions?site=${site}`, { action: "close" });

  const page = await reader();
  await page.goto(address);
  await page.widget.getByText("Comments are closed. The 1 comment remains to read.").waitFor();
  await comment(page, "While it was open.").waitFor();
  assert.equal(await page.widget.getByRole("textbox").count(), 0);
  assert.equal(await page.widget.getByRole("button", { name: /^Reply/ }).count(), 0);
  assert.deepEqual(page.errors, []);
});
