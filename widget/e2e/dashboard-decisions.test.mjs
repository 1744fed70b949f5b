import assert from "node:assert/strict";
import { test } from "node:test";
import {
  commented,
  moderator,
  newModerator,
  newSite,
  openCard,
  publicTexts,
  undoBar,
} from "./dashboard-staff.mjs";
import { story, world } from "./world.mjs";

test("a reported comment is rejected with a reason, is gone for everybody, and comes back by undo", async () => {
  const site = newSite();
  const { address } = await commented(site, {
    body: "You are all *parasites*.",
    name: "tidewatch",
    reports: [{ reason: "abuse", detail: "He means my family" }, { reason: "abuse" }, { reason: "spam" }],
  });
  const page = await moderator(`${site}/reported`);
  const card = openCard(page);
  await card.getByRole("heading", { name: "tidewatch" }).waitFor();
  assert.equal(await card.locator("em").innerText(), "parasites");
  await card.getByText("He means my family").waitFor();
  await card.getByText("Personal attack 2 reports").waitFor();
  await card.getByText("Spam or advertising 1 report").waitFor();

  await card.getByRole("button", { name: "Reject…" }).click();
  await page
    .getByRole("dialog", { name: "Reject because" })
    .getByRole("button", { name: "Personal attack" })
    .click();
  await undoBar(page).getByText("Rejected tidewatch: Personal attack").waitFor();
  await page.getByRole("heading", { name: "Nothing waits." }).waitFor();
  await page.getByRole("link", { name: "Reported 0" }).waitFor();
  assert.deepEqual(await publicTexts(site, address), []);

  await undoBar(page).getByRole("button", { name: "Undo" }).click();
  await undoBar(page).getByText("Undone: Rejected tidewatch: Personal attack").waitFor();
  await card.getByText("He means my family").waitFor();
  assert.deepEqual((await publicTexts(site, address)).length, 1);
  assert.deepEqual(page.errors, []);
});

test("an approved report leaves the queue and the comment stays", async () => {
  const site = newSite();
  const { address } = await commented(site, {
    body: "The ferry is late.",
    reports: [{ reason: "off_topic" }],
  });
  const page = await moderator(`${site}/reported`);
  await openCard(page).getByRole("button", { name: "Approve" }).click();
  await page.getByRole("link", { name: "Reported 0" }).waitFor();
  assert.deepEqual(await publicTexts(site, address), ["The ferry is late."]);
});

test("on a site that holds guests' comments approving publishes", async () => {
  const site = newSite({ guests: "hold" });
  const { address } = await commented(site, { body: "My first words here." });
  assert.deepEqual(await publicTexts(site, address), []);
  const page = await moderator(`${site}/held`);
  await openCard(page).getByText("My first words here.").waitFor();
  await openCard(page).getByRole("button", { name: "Approve" }).click();
  await page.getByRole("link", { name: "Held 0" }).waitFor();
  assert.deepEqual(await publicTexts(site, address), ["My first words here."]);
});

test("recent comments stay on their list and show what was decided, by whom and why", async () => {
  const site = newSite();
  await commented(site, { body: "The older one." });
  await commented(site, { body: "The newer one." });
  const page = await moderator(`${site}/recent`);
  const card = openCard(page);
  await card.getByText("The newer one.").waitFor();
  assert.ok(await card.getByRole("button", { name: "Approve" }).isDisabled(), "nothing to approve");
  await card.getByRole("button", { name: "Reject…" }).click();
  await page.getByLabel("Note for the team").fill("Seen under four stories");
  await page.getByRole("button", { name: "Off topic" }).click();
  await card.getByText("The older one.").waitFor();

  await page.getByRole("button", { name: "Open the comment by Ruth Adeyemi" }).click();
  await card.getByText("Rejected by ruth@harbour.example: Off topic").waitFor();
  await card.getByText("Seen under four stories").waitFor();
  assert.ok(await card.getByRole("button", { name: "Reject…" }).isDisabled(), "it is rejected already");
});

test("what it answers stands above a reply", async () => {
  const site = newSite();
  const address = story();
  const { id } = await commented(site, {
    body: "The toll pays for the ferry.",
    name: "Marit Solheim",
    address,
  });
  await commented(site, {
    body: "Nonsense.",
    name: "tidewatch",
    parent: id,
    address,
    reports: [{ reason: "abuse" }],
  });
  const page = await moderator(`${site}/reported`);
  await openCard(page).getByText("answering Marit Solheim").waitFor();
  await openCard(page).getByText("The toll pays for the ferry.").waitFor();
});

test("a closed story takes no comments until it is opened again", async () => {
  const site = newSite();
  const { address } = await commented(site, { body: "The last word.", reports: [{ reason: "other" }] });
  const page = await moderator(`${site}/reported`);
  await openCard(page).getByRole("button", { name: "Close the story" }).click();
  await undoBar(page)
    .getByText(/^Closed/)
    .waitFor();
  await openCard(page).getByRole("button", { name: "Open the story" }).waitFor();
  await assert.rejects(commented(site, { body: "One more.", address }), /409.*closed/);

  await page.getByRole("link", { name: "Stories" }).click();
  await page.getByRole("listitem").getByText("Closed").waitFor();
  await page.getByRole("button", { name: "Open the story" }).click();
  await page.getByRole("listitem").getByText("Open", { exact: true }).waitFor();
  await commented(site, { body: "One more.", address });
});

test("closing a story can be undone", async () => {
  const site = newSite();
  const { address } = await commented(site, { body: "The last word." });
  const page = await moderator(`${site}/stories`);
  await page.getByRole("button", { name: "Close the story" }).click();
  await undoBar(page).getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Close the story" }).waitFor();
  await commented(site, { body: "One more.", address });
});

test("two moderators on one card: the second hears who decided first and can decide otherwise", async () => {
  const site = newSite();
  const { address } = await commented(site, { body: "Borderline.", reports: [{ reason: "abuse" }] });
  const first = await moderator(`${site}/reported`);
  const second = await moderator(`${site}/reported`, { as: newModerator("ben") });
  await openCard(second).waitFor();

  await openCard(first).getByRole("button", { name: "Reject…" }).click();
  await first.getByRole("button", { name: "Personal attack" }).click();
  await first.getByRole("link", { name: "Reported 0" }).waitFor();

  await second.keyboard.press("a");
  const card = openCard(second);
  await card.getByText("ruth@harbour.example rejected this comment").waitFor();
  await card.getByText("Rejected by ruth@harbour.example: Personal attack").waitFor();
  assert.equal(await undoBar(second).getByRole("button").count(), 0, "there is nothing to undo");
  assert.deepEqual(await publicTexts(site, address), [], "nothing was overwritten");

  const taken = second.waitForResponse((response) => response.status() === 201);
  await card.getByRole("button", { name: "Approve" }).click();
  await taken;
  await undoBar(second).getByText("Approved Ruth Adeyemi").waitFor();
  assert.deepEqual(await publicTexts(site, address), ["Borderline."]);
});

test("an undo that came too late is refused in words", async () => {
  const site = newSite();
  await commented(site, { body: "Borderline.", reports: [{ reason: "abuse" }] });
  const first = await moderator(`${site}/reported`);
  await openCard(first).getByRole("button", { name: "Approve" }).click();
  await first.getByRole("link", { name: "Reported 0" }).waitFor();
  const second = await moderator(`${site}/recent`, { as: newModerator("ana") });
  await openCard(second).getByRole("button", { name: "Reject…" }).click();
  await second.getByRole("button", { name: "Personal attack" }).click();
  await openCard(second).getByText("Rejected by ana@harbour.example").waitFor();
  await first.keyboard.press("z");
  await undoBar(first).getByText("Not undone. A later decision stands in its place.").waitFor();
  await undoBar(first).getByRole("button").waitFor({ state: "hidden" });
});

test("without an answer nothing is lost, and the card being read stays in hand", async () => {
  const site = newSite({ guests: "hold" });
  const address = story();
  await commented(site, { body: "Number 1.", name: "Marit Solheim", address });
  await commented(site, { body: "Number 2.", address });
  const page = await moderator(`${site}/held`);
  await openCard(page).getByText("Number 1.").waitFor();
  await page.context().setOffline(true);
  await page.keyboard.press("a");
  await undoBar(page)
    .getByText("Nothing was decided on the comment by Marit Solheim. The server did not answer.")
    .waitFor();
  await page
    .getByRole("article")
    .filter({ hasText: "Number 1." })
    .getByText("Nothing was decided.")
    .waitFor();
  await openCard(page).getByText("Number 2.").waitFor();
  await page.context().setOffline(false);
  await page.keyboard.press("k");
  await openCard(page).getByText("Number 1.").waitFor();
  await page.keyboard.press("a");
  await page.getByRole("link", { name: "Held 1" }).waitFor();
  assert.deepEqual(await publicTexts(site, address), ["Number 1."]);
});

test("a refusal is told even when one has gone to another view", async () => {
  const site = newSite({ guests: "hold" });
  await commented(site, { body: "Number 1.", name: "Marit Solheim" });
  const page = await moderator(`${site}/held`);
  await openCard(page).waitFor();
  let answer;
  const asked = new Promise((resolve) => {
    answer = resolve;
  });
  await page.route("**/decisions?*", async (route) => {
    if (route.request().method() === "GET") return route.continue();
    await asked;
    await route.abort();
  });
  await page.keyboard.press("a");
  await page.getByRole("link", { name: "Stories" }).click();
  await page.getByRole("heading", { level: 1, name: "Stories" }).waitFor();
  answer();
  await undoBar(page).getByText("Nothing was decided on the comment by Marit Solheim.").waitFor();
});

test("a click beside the menu of reasons closes it and decides nothing", async () => {
  const site = newSite({ guests: "hold" });
  await commented(site, { body: "Number 1." });
  const page = await moderator(`${site}/held`);
  await openCard(page).getByRole("button", { name: "Reject…" }).click();
  await page.getByLabel("Note for the team").fill("Not sure");
  const approve = await openCard(page).getByRole("button", { name: "Approve" }).boundingBox();
  await page.mouse.click(approve.x + 5, approve.y + 5);
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await openCard(page).getByText("Number 1.").waitFor();
  await page.keyboard.press("r");
  assert.equal(await page.getByLabel("Note for the team").inputValue(), "Not sure", "the note is kept");
});

test("the log tells every decision, newest first, and marks what was undone", async () => {
  const site = newSite();
  await commented(site, { body: "A remark.", reports: [{ reason: "abuse" }] });
  const page = await moderator(`${site}/reported`);
  await openCard(page).getByRole("button", { name: "Approve" }).click();
  await page.getByRole("link", { name: "Reported 0" }).waitFor();
  await page.keyboard.press("z");
  await page.getByRole("link", { name: "Reported 1" }).waitFor();
  await page.getByRole("link", { name: "Log" }).click();
  await page.getByText("Undone by ruth@harbour.example").waitFor();
  const rows = await page.locator(".log > li").allInnerTexts();
  assert.match(rows[0], /Undone by ruth@harbour\.example\s+A remark\./);
  assert.match(rows[1], /Approved by ruth@harbour\.example\s*Undone\s+A remark\./);
});

test("what is new is announced and shown only when asked for", async () => {
  const site = newSite();
  const address = story();
  await commented(site, { body: "The first.", address, reports: [{ reason: "abuse" }] });
  const page = await moderator(`${site}/reported`);
  await openCard(page).getByText("The first.").waitFor();
  await page.clock.install();
  await page.reload();
  await openCard(page).getByText("The first.").waitFor();
  await commented(site, { body: "The second.", address, reports: [{ reason: "spam" }] });
  await page.clock.fastForward(31_000);
  await page.getByRole("button", { name: "1 new, show" }).waitFor();
  await page.getByRole("link", { name: "Reported 2" }).waitFor();
  assert.equal(await page.getByRole("article").count(), 1, "nothing moves by itself");
  await page.keyboard.press(".");
  await page.getByRole("article").nth(1).waitFor();
  await openCard(page).getByText("The first.").waitFor();
});

test("a long queue comes a page at a time and is worked to its end without waiting", async () => {
  const site = newSite({ guests: "hold" });
  const address = story();
  for (let number = 1; number <= 33; number++) await commented(site, { body: `Number ${number}.`, address });
  const page = await moderator(`${site}/held`);
  await page.getByRole("article").nth(29).waitFor();
  assert.equal(await page.getByRole("article").count(), 30);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("article").nth(32).waitFor();
  await page.getByRole("button", { name: "More", exact: true }).waitFor({ state: "hidden" });

  await page.reload();
  for (let number = 1; number <= 33; number++) {
    await openCard(page).getByText(`Number ${number}.`, { exact: true }).waitFor();
    await page.keyboard.press("a");
  }
  await page.getByRole("heading", { name: "Nothing waits." }).waitFor();
  await page.getByRole("link", { name: "Held 0" }).waitFor();
  const { article } = await world.server.thread(address, site);
  assert.equal(article.commentCount, 33);
});

test("a double click decides one card", async () => {
  const site = newSite({ guests: "hold" });
  const address = story();
  await commented(site, { body: "Number 1.", address });
  await commented(site, { body: "Number 2.", address });
  const page = await moderator(`${site}/held`);
  await openCard(page).getByRole("button", { name: "Approve" }).dblclick();
  await page.getByRole("link", { name: "Held 1" }).waitFor();
  await openCard(page).getByText("Number 2.").waitFor();
  assert.deepEqual(await publicTexts(site, address), ["Number 1."]);
});

test("somebody of one site sees that site alone", async () => {
  const site = newSite({ name: "Isle Gazette" });
  const page = await moderator("demo/reported", { as: newModerator("cleo", site) });
  await page.getByText("Isle Gazette").waitFor();
  assert.ok(page.url().endsWith(`#/${site}/reported`));
  assert.equal(await page.getByLabel("Site").count(), 0);
});

test("with several sites the choice is kept in the address", async () => {
  const site = newSite({ guests: "hold", name: "Isle Gazette" });
  await commented(site, { body: "From the isle." });
  const page = await moderator("demo/held");
  await page.getByLabel("Site").selectOption(site);
  await openCard(page).getByText("From the isle.").waitFor();
  await page.reload();
  await openCard(page).getByText("From the isle.").waitFor();
  assert.equal(await page.getByLabel("Site").inputValue(), site);
});
