// Where the focus goes, and that it is always seen and never held.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusedName } from "./by-keyboard.mjs";
import { comment, focused, openComments, post, reader, story, world } from "./world.mjs";

async function opened(address, options) {
  const page = await reader(options);
  await openComments(page, address);
  await page.waitForFunction(() => "count" in document.querySelector("understory-comments"));
  return page;
}

/** A root of Ruth's with so many answers; gives the story's address. */
async function discussion(answers = 1, options = {}) {
  const address = story(options);
  const root = await world.server.post(address, { body: "The underpass is dark.", name: "Ruth Adeyemi" });
  for (let n = 1; n <= answers; n++)
    await world.server.post(address, { body: `Answer ${n}.`, name: "Daniel Osei", parent: root.id });
  return address;
}

const button = (page, name) => page.widget.getByRole("button", { name, exact: true });

/** Waits until an element that matches has the focus, and gives its text. */
async function focusOn(page, selector) {
  await page.waitForFunction((wanted) => {
    const element = document.querySelector("understory-comments").shadowRoot.activeElement;
    return element?.matches(wanted);
  }, selector);
  return (await focused(page)).evaluate((element) => element.textContent);
}

test("Reply leads into its box, and Close back to Reply", async () => {
  const page = await opened(await discussion());
  await button(page, "Reply to Ruth Adeyemi").press("Enter");
  await focusOn(page, ".is-reply textarea");
  await button(page, "Close").press("Enter");
  await focusOn(page, "[data-act=reply]");
  assert.equal(await focusedName(page), "Reply to Ruth Adeyemi");
});

test("a comment on its way has the focus, and keeps it when it was not sent and when it was posted", async () => {
  const page = await opened(await discussion());
  await page.route("**/api/v1/comments", (route) => route.abort("connectionrefused"));
  await post(page, { text: "Written today.", name: "Noor Haddad" });
  await comment(page, "Written today.").getByRole("alert").waitFor();
  assert.match(await focusOn(page, "article"), /Written today/);
  await page.unroute("**/api/v1/comments");
  await page.keyboard.press("Tab");
  assert.equal(await focusedName(page), "Try again");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Comment posted.").waitFor();
  assert.match(await focusOn(page, "article"), /Written today/);
});

test("replies that come lead to the first of them", async () => {
  const page = await opened(await discussion(5));
  await button(page, "2 more replies").press("Enter");
  assert.match(await focusOn(page, "article:focus"), /Answer 4\./);
});

test("folding keeps the focus on what folds", async () => {
  const page = await opened(await discussion(2));
  await button(page, "Hide the replies to Ruth Adeyemi").press("Enter");
  assert.equal(await focusOn(page, "[data-act=unfold]"), "2 replies from Daniel Osei");
  await page.keyboard.press("Enter");
  assert.equal(await focusOn(page, "[data-act=fold]"), "Hide the replies to Ruth Adeyemi");
});

test("the menu goes round by arrows, and Escape or Tab leave it by the way one came", async () => {
  const page = await opened(await discussion(0));
  const more = button(page, "More for the comment by Ruth Adeyemi");
  await more.press("Enter");
  assert.equal(await focusOn(page, "[role=menuitem]"), "Copy link");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focusedName(page), "Report");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focusedName(page), "Copy link");
  await page.keyboard.press("Escape");
  await focusOn(page, "[data-act=menu][aria-expanded=false]");
  await page.keyboard.press("Enter");
  await focusOn(page, "[role=menuitem]");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.widget.getByRole("menu").count(), 0);
});

test("a report that is closed, or sent, leads back to More", async () => {
  const page = await opened(await discussion(0));
  for (const end of [() => page.keyboard.press("Escape"), () => button(page, "Spam").press("Enter")]) {
    await button(page, "More for the comment by Ruth Adeyemi").press("Enter");
    await page.widget.getByRole("menuitem", { name: "Report" }).press("Enter");
    await focusOn(page, ".ask button");
    await end();
    await focusOn(page, "[data-act=menu]");
  }
});

test("another order leaves the focus on the order", async () => {
  const page = await opened(await discussion());
  await page.widget.getByLabel("Sort by").focus();
  await page.widget.getByLabel("Sort by").selectOption("newest");
  await page.getByRole("status").getByText("Newest").waitFor();
  await focusOn(page, "select");
});

test("a change that is saved leads to the comment, and a withdrawal to what stands in its place", async () => {
  const address = await discussion(0);
  const page = await opened(address);
  await post(page, { text: "Written today.", name: "Noor Haddad" });
  const edit = comment(page, "Written today.").getByRole("button", { name: "Edit your comment" });
  await edit.press("Enter");
  await focusOn(page, ".is-reply textarea");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("status").getByText("Your change is saved.").waitFor();
  assert.match(await focusOn(page, "article"), /Written today/);

  await page.reload();
  await button(page, "Withdraw your comment").press("Enter");
  assert.equal(await focusOn(page, ".ask button"), "Keep it");
  await page.widget.getByRole("group").getByRole("button", { name: "Withdraw" }).press("Enter");
  assert.match(await focusOn(page, "article.is-gone"), /Withdrawn by its author/);
});

test("a link leads to its comment, a branch to its beginning, and the way back to the link that led there", async () => {
  const address = story();
  const chain = [];
  for (let level = 1; level <= 7; level++)
    chain.push(await world.server.post(address, { body: `Level ${level}.`, parent: chain.at(-1)?.id }));
  const page = await opened(address);
  await comment(page, "Level 2.").locator(".time").press("Enter");
  assert.match(await focusOn(page, "article.is-linked"), /Level 2\./);
  await page.widget.getByRole("link", { name: /Continue this thread/ }).press("Enter");
  await comment(page, "Level 7.").waitFor();
  assert.match(await focusOn(page, "article"), /Level 5\./);
  await button(page, "All comments").press("Enter");
  assert.match(await focusOn(page, "a.row"), /Continue this thread/);
});

test("who is muted, and shown again, keeps the focus", async () => {
  const page = await opened(await discussion(0));
  await button(page, "More for the comment by Ruth Adeyemi").press("Enter");
  await page.widget.getByRole("menuitem", { name: "Mute Ruth Adeyemi" }).press("Enter");
  await focusOn(page, "article.is-muted");
  await button(page, "Show again").press("Enter");
  assert.match(await focusOn(page, "article:not(.is-muted)"), /The underpass is dark/);
});

test("the exact time is shown with the focus, in the row, so that it covers nothing", async () => {
  const page = await opened(await discussion(0));
  await page.widget.getByRole("article").focus();
  await page.keyboard.press("Tab");
  await focusOn(page, ".time[title]");
  const told = await (await focused(page)).evaluate((time) => [
    time.title,
    getComputedStyle(time, "::after").content,
    getComputedStyle(time, "::after").position,
  ]);
  assert.match(told[0], /^\w+day, \w+ \d+, \d{4} at \d+:\d+/);
  assert.deepEqual(told.slice(1), [`" · ${told[0]}"`, "static"]);
});

const bars = `<style>
  header, footer { position: fixed; inset-inline: 0; background: #eee; z-index: 9 }
  body { padding-block: 64px 120px }
  header { top: 0; block-size: 64px } footer { bottom: 0; block-size: 56px }
</style>`;

for (const key of ["Tab", "Shift+Tab"]) {
  test(`${key} goes through everything and out again, and what has the focus is never under the page's bars`, async () => {
    const element = `<header>The Hallow Courier</header><button id="before">before</button><understory-comments></understory-comments>`;
    const after = `<button id="after">after</button><footer>Subscribe</footer>`;
    const address = await discussion(5, { head: bars, element, after });
    const page = await opened(address, { viewport: { width: 900, height: 420 } });
    const [from, to] = key === "Tab" ? ["#before", "#after"] : ["#after", "#before"];
    await page.locator(from).focus();
    const seen = [];
    for (let presses = 0; presses < 120; presses++) {
      await page.keyboard.press(key);
      const here = await page.evaluate((end) => {
        if (document.activeElement.matches(end)) return "end";
        const element = document.querySelector("understory-comments").shadowRoot.activeElement;
        const { top, bottom } = element.getBoundingClientRect();
        const isSeen = bottom - top > innerHeight - 120 || (top >= 64 && bottom <= innerHeight - 56);
        return { name: element.ariaLabel ?? element.textContent, top, bottom, isSeen };
      }, to);
      if (here === "end") break;
      seen.push(here);
    }
    assert.ok(seen.length >= 20 && seen.length < 120, `${seen.length} stops`);
    assert.deepEqual(
      seen.filter(({ isSeen }) => !isSeen),
      [],
    );
  });
}

test("a place that the focus is sent to is not under the page's bars", async () => {
  const address = story({
    head: bars,
    element: "<header>x</header><understory-comments></understory-comments>",
  });
  const posted = [];
  for (let n = 1; n <= 12; n++) posted.push(await world.server.post(address, { body: `Comment ${n}.` }));
  const page = await opened(`${address}#c-${posted[3].id}`, { viewport: { width: 900, height: 420 } });
  await focusOn(page, "article.is-linked");
  const top = await comment(page, "Comment 4.").evaluate((article) => article.getBoundingClientRect().top);
  assert.ok(top >= 64, `it begins at ${top}`);
});

test("the title, and the sentence that says why a comment was refused, are not under the page's bars", async () => {
  const element = "<header>x</header><understory-comments></understory-comments>";
  const address = await discussion(3, { head: bars, element, after: "<footer>Subscribe</footer>" });
  const page = await opened(address, { viewport: { width: 900, height: 420 } });
  await page.widget.getByRole("article").first().focus();
  await page.keyboard.press("?");
  await button(page, "Turn keys off").waitFor();
  await page.widget
    .locator(".title")
    .evaluate((title) => scrollBy(0, title.getBoundingClientRect().top - 20));
  await page.keyboard.press("Enter");
  await focusOn(page, ".title");
  const title = await page.widget.locator(".title").evaluate((one) => one.getBoundingClientRect().top);
  assert.ok(title >= 64, `the title begins at ${title}`);

  const status = 422;
  const headers = { "Access-Control-Allow-Origin": "*", "Content-Type": "application/problem+json" };
  await page.route("**/api/v1/comments", (route) =>
    route.fulfill({ status, headers, body: JSON.stringify({ status, kind: "rejected" }) }),
  );
  await post(page, { text: "Written today.", name: "Noor Haddad" });
  await focusOn(page, "div:has(> [role=alert])");
  const { top, bottom } = await (await focused(page)).evaluate((one) => one.getBoundingClientRect().toJSON());
  assert.ok(top >= 64 && bottom <= 420 - 56, `the refusal is from ${top} to ${bottom}`);
});
