import assert from "node:assert/strict";
import { test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import {
  commented,
  dashboard,
  moderator,
  newSite,
  openCard,
  publicTexts,
  undoBar,
  visitor,
} from "./dashboard-staff.mjs";
import { story, world } from "./world.mjs";

/** What axe finds on the whole page, one line each; with rules named, what those find. */
async function faults(page, only) {
  const axe = new AxeBuilder({ page });
  const more = { "target-size": { enabled: true }, "label-content-name-mismatch": { enabled: true } };
  const { violations } = await (only ? axe.withRules(only) : axe.options({ rules: more })).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** A site with something on every list, right-to-left text included. */
async function busySite() {
  const site = newSite();
  const address = story();
  const { id } = await commented(site, {
    body: "The toll pays for the ferry.",
    name: "Marit Solheim",
    address,
  });
  const body =
    "You are all *parasites*, see [this](https://example.org)\n\n- one\n- two\n\n    12,400\n\n> quoted";
  const reports = [{ reason: "abuse", detail: "My family" }, { reason: "spam" }];
  await commented(site, { body, name: "tidewatch", parent: id, address, reports });
  const arabic = { body: "أعبر أربع مرات في الأسبوع، والرسوم (12 يورو) كثيرة.", name: "ليلى حدّاد" };
  await commented(site, { ...arabic, reports: [{ reason: "off_topic", detail: "ليس عن الموضوع" }] });
  return site;
}

// The dark scheme has the same elements in other colours.
for (const [colorScheme, rules] of [["light"], ["dark", ["color-contrast"]]]) {
  test(`no view has a fault that axe can find, ${colorScheme}`, async () => {
    const site = await busySite();
    const page = await moderator(`${site}/reported`, { colorScheme });
    await openCard(page).waitFor();
    assert.deepEqual(await faults(page, rules), [], "reported");
    await page.keyboard.press("r");
    assert.deepEqual(await faults(page, rules), [], "reasons");
    await page.keyboard.press("1");
    await undoBar(page).waitFor();
    assert.deepEqual(await faults(page, rules), [], "undo");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    assert.deepEqual(await faults(page, rules), [], "keys");
    await page.keyboard.press("Escape");
    for (const [view, heading] of Object.entries({
      held: "Held",
      recent: "Recent",
      stories: "Stories",
      log: "Log",
    })) {
      await page.goto(dashboard(`#/${site}/${view}`));
      await page.getByRole("heading", { level: 1, name: heading }).waitFor();
      await page.waitForLoadState("networkidle");
      assert.deepEqual(await faults(page, rules), [], view);
    }
    assert.deepEqual(page.errors, []);
  });

  test(`signing in has no fault that axe can find, ${colorScheme}`, async () => {
    const page = await visitor({ colorScheme });
    await page.goto(dashboard());
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Write your password.").waitFor();
    assert.deepEqual(await faults(page, rules), []);
  });
}

test("on a phone one card fills the screen, with the decisions under the thumb", async () => {
  const site = await busySite();
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const page = await moderator(`${site}/reported`, phone);
  await openCard(page).getByText("parasites").waitFor();
  assert.deepEqual(await faults(page), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  for (const name of ["Approve", "Reject…"]) {
    const box = await page.getByRole("button", { name }).boundingBox();
    assert.ok(
      box.height >= 44 && box.y > 700 && box.y + box.height <= 844,
      `${name}: ${JSON.stringify(box)}`,
    );
  }
  await page.getByRole("button", { name: "Next" }).click();
  await openCard(page).getByText("أعبر أربع").waitFor();
  await page.getByRole("button", { name: "Reject…" }).click();
  assert.deepEqual(await faults(page), [], "reasons");
  await page.getByRole("button", { name: "Off topic" }).click();
  await undoBar(page).getByText("Rejected").waitFor();
  const bar = await undoBar(page).boundingBox();
  const approve = await page.getByRole("button", { name: "Approve" }).boundingBox();
  assert.ok(bar.y + bar.height <= approve.y, "the bar covers no decision");
  await undoBar(page).getByRole("button", { name: "Undo" }).click();
  await openCard(page).getByText("أعبر أربع").waitFor();
});

test("on a phone the next card begins at its beginning, and closing a story moves nothing", async () => {
  const site = newSite({ guests: "hold" });
  const address = story();
  const body = "A long remark about the ferry. ".repeat(60);
  for (const name of ["Marit Solheim", "Petra Lindqvist"]) await commented(site, { body, name, address });
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const page = await moderator(`${site}/held`, phone);
  const scrolled = () => page.locator(".pane").evaluate((pane) => pane.scrollTop);
  await openCard(page).getByRole("button", { name: "Close the story" }).scrollIntoViewIfNeeded();
  const before = await scrolled();
  assert.ok(before > 0);
  await openCard(page).getByRole("button", { name: "Close the story" }).click();
  await openCard(page).getByRole("button", { name: "Open the story" }).waitFor();
  assert.equal(await scrolled(), before);
  await openCard(page).getByRole("button", { name: "Approve" }).click();
  await openCard(page).getByRole("heading", { name: "Petra Lindqvist" }).waitFor();
  const [card, pane] = [await openCard(page).boundingBox(), await page.locator(".pane").boundingBox()];
  assert.ok(Math.abs(card.y - pane.y) < 16, `card at ${card.y}, pane at ${pane.y}`);
});

test("touch targets are as wide as a finger", async () => {
  const site = await busySite();
  const page = await moderator(`${site}/reported`, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await openCard(page).waitFor();
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("button, nav a, select, a.btn")]
      .filter((element) => element.checkVisibility() && !element.matches(".skip"))
      .map((element) => ({ name: element.textContent, height: element.getBoundingClientRect().height }))
      .filter(({ height }) => height < 44),
  );
  assert.deepEqual(small, []);
});

test("everything can be done with the keyboard alone", async () => {
  const site = newSite({ guests: "hold" });
  const address = story();
  for (const body of ["Number 1.", "Number 2.", "Number 3."]) await commented(site, { body, address });
  const page = await moderator(`${site}/reported`);
  const card = openCard(page);
  const isFocused = () => card.evaluate((element) => element === document.activeElement);

  await page.getByRole("heading", { name: "Nothing waits." }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await card.getByText("Number 1.").waitFor();
  assert.ok(await isFocused(), "the first card has the focus");
  await page.keyboard.press("j");
  await card.getByText("Number 2.").waitFor();
  assert.ok(await isFocused(), "the next card has the focus");
  await page.keyboard.press("k");
  await card.getByText("Number 1.").waitFor();

  await page.keyboard.press("a");
  await card.getByText("Number 2.").waitFor();
  assert.ok(await isFocused(), "after a decision the next card has the focus");
  await page.keyboard.press("r");
  assert.ok(
    await page
      .getByRole("button", { name: "Personal attack" })
      .evaluate((button) => button === document.activeElement),
  );
  await page.keyboard.press("Escape");
  assert.ok(
    await page
      .getByRole("button", { name: "Reject…" })
      .evaluate((button) => button === document.activeElement),
  );
  await page.keyboard.press("r");
  await page.getByLabel("Note for the team").focus();
  await page.keyboard.type("4 times");
  await page.keyboard.press("Escape");
  await page.keyboard.press("4");
  await undoBar(page).getByText("Rejected Ruth Adeyemi: Spam or advertising").waitFor();
  await page.getByRole("link", { name: "Held 1" }).waitFor();
  assert.deepEqual(await publicTexts(site, address), ["Number 1."]);

  await page.keyboard.press("z");
  await card.getByText("Number 2.").waitFor();
  assert.ok(await isFocused(), "what comes back has the focus");
  await undoBar(page).getByText("Before that: Approved Ruth Adeyemi").waitFor();
  await page.keyboard.press("Control+z");
  await page.getByRole("link", { name: "Held 3" }).waitFor();
  assert.deepEqual(await publicTexts(site, address), []);

  await page.keyboard.press("l");
  await undoBar(page)
    .getByText(/^Closed/)
    .waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.getByRole("heading", { name: "Stories" }).waitFor();
  await page.getByRole("button", { name: "Open the story" }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("l");
  await page.getByRole("button", { name: "Close the story" }).waitFor();
  assert.deepEqual(page.errors, []);
});

test("cards can be opened without a key of our own", async () => {
  const site = newSite({ guests: "hold" });
  const address = story();
  await commented(site, { body: "Number 1.", address });
  await commented(site, { body: "Number 2.", name: "Petra Lindqvist", address });
  const page = await moderator(`${site}/held`);
  await openCard(page).getByText("Number 1.").waitFor();
  await page.getByRole("button", { name: "Open the comment by Petra Lindqvist" }).focus();
  await page.keyboard.press("Enter");
  await openCard(page).getByText("Number 2.").waitFor();
});

test("keys can be switched off, and stay off", async () => {
  const site = newSite({ guests: "hold" });
  await commented(site, { body: "Number 1." });
  const page = await moderator(`${site}/held`);
  await openCard(page).waitFor();
  await page.keyboard.press("?");
  await page.getByLabel("Keys are on").uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("r");
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.reload();
  await openCard(page).waitFor();
  await page.keyboard.press("r");
  assert.equal(await page.getByRole("dialog").count(), 0);
});

test("what was done is said to those who do not see it", async () => {
  const site = newSite({ guests: "hold" });
  await commented(site, { body: "Number 1." });
  const page = await moderator(`${site}/held`);
  await openCard(page).waitFor();
  await page.keyboard.press("a");
  await page.getByRole("status").getByText("Approved Ruth Adeyemi").waitFor();
});

test("a reload keeps the view, and back goes to the one before", async () => {
  const site = await busySite();
  const page = await moderator(`${site}/reported`);
  await openCard(page).waitFor();
  for (const name of ["Held", "Recent"]) await page.getByRole("link", { name }).click();
  for (const name of ["Stories", "Log"]) await page.getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 1, name: "Log" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Log" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Stories" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Recent" }).waitFor();
});

test("the title says where one is and how much waits", async () => {
  const site = newSite({ guests: "hold", name: "Isle Gazette" });
  await commented(site, { body: "Number 1." });
  const page = await moderator(`${site}/held`);
  await openCard(page).waitFor();
  assert.equal(await page.title(), "(1) Held · Isle Gazette · Understory");
});

test("what readers write is text and runs in its own direction", async () => {
  const site = newSite();
  const body = `<img src=x onerror="document.title='owned'"> <b>bold</b>`;
  const detail = `</q><script>document.title='owned'</script>`;
  await commented(site, { body, reports: [{ reason: "other", detail }] });
  await commented(site, { body: "أعبر أربع مرات.", name: "ليلى", reports: [{ reason: "spam" }] });
  const page = await moderator(`${site}/reported`);
  assert.equal(await openCard(page).locator(".text").innerText(), body);
  await openCard(page).getByText(detail).waitFor();
  assert.equal(await page.locator("img, main script").count(), 0);
  assert.match(await page.title(), /Reported/);
  await page.keyboard.press("j");
  const direction = await openCard(page)
    .locator(".text")
    .evaluate((text) => getComputedStyle(text).direction);
  assert.equal(direction, "rtl");
});

test("the story's title leads to the comment's place", async () => {
  const site = newSite();
  const { address, id } = await commented(site, { body: "Here I am.", reports: [{ reason: "other" }] });
  const page = await moderator(`${site}/reported`);
  const href = await openCard(page).locator("a.story").getAttribute("href");
  const answer = await fetch(world.server.url + href, { redirect: "manual" });
  assert.equal(answer.status, 302);
  assert.equal(answer.headers.get("location"), `${address}#c-${id}`);
});
