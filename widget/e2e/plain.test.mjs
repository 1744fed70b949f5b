// The thread as a page that needs no script, in a browser that runs none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { reader, story, world } from "./world.mjs";

const plain = (url, more = {}) =>
  `${world.server.url}/t/?${new URLSearchParams({ site: "demo", url, ...more })}`;

const withoutScript = (options) => reader({ javaScriptEnabled: false, ...options });

async function discussion() {
  const url = story();
  const root = await world.server.post(url, {
    body: "A root with a [link](https://example.org), `code` and\n\n    a block of it\n\n> quoted",
  });
  const reply = await world.server.post(url, { body: "An answer.", name: "Daniel Osei", parent: root.id });
  await world.server.post(url, { body: "Below it.", name: "Petra Lindqvist", parent: reply.id });
  await world.server.post(url, { body: "Another answer.", name: "فرزانہ قریشی", parent: root.id });
  return { url, root };
}

/** What axe finds on the page, one line each. */
async function violations(page) {
  const { violations } = await new AxeBuilder({ page })
    .options({
      rules: { "target-size": { enabled: true }, "label-content-name-mismatch": { enabled: true } },
    })
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

test("a reader without script reads, posts, answers and takes a comment back", async () => {
  const { url } = await discussion();
  const page = await withoutScript();
  await page.goto(plain(url));
  await page.getByLabel("Add to the discussion").fill("Written **without** script.\n\nIn two paragraphs.");
  await page.getByLabel("Name").fill("Noor Haddad");
  await page.getByRole("button", { name: "Post comment" }).click();
  await page.getByRole("status").getByText("Your comment is posted.").waitFor();
  const own = page.getByRole("article").filter({ hasText: "In two paragraphs." });
  await own.getByText("You", { exact: true }).waitFor();
  assert.equal(await own.evaluate((article) => article.matches(":target")), true);

  await page.getByRole("link", { name: "Reply to Daniel Osei" }).click();
  const form = page.locator("form").filter({ hasText: "Reply to Daniel Osei" });
  assert.equal(await form.getByLabel("Name").inputValue(), "Noor Haddad");
  assert.ok(await page.getByText("An answer.", { exact: true }).isVisible());
  await form.getByLabel("Reply to Daniel Osei").fill("An answer to the answer.");
  await form.getByRole("button", { name: "Post reply" }).click();
  const answer = page.getByRole("article").filter({ hasText: "An answer to the answer." });
  await answer.getByText(", replying to Daniel Osei").waitFor();

  await answer.getByRole("link", { name: "Withdraw" }).click();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await page.getByRole("status").getByText("Comment withdrawn.").waitFor();
  assert.equal(await answer.count(), 0);
  assert.equal((await world.server.thread(url)).article.commentCount, 5);
  assert.deepEqual(page.errors, []);
});

test("pressing Post twice posts once, also the first time", async () => {
  const { url } = await discussion();
  const page = await withoutScript();
  await page.goto(plain(url));
  await page.getByLabel("Add to the discussion").fill("Pressed twice.");
  await page.getByLabel("Name").fill("Noor Haddad");
  await page.getByRole("button", { name: "Post comment" }).dblclick();
  await page.getByRole("status").getByText("Your comment is posted.").waitFor();
  await page
    .getByRole("article")
    .filter({ hasText: "Pressed twice." })
    .getByText("You", { exact: true })
    .waitFor();
  assert.equal((await world.server.thread(url)).article.commentCount, 5);
});

test("a text that is refused is still in its form", async () => {
  const { url, root } = await discussion();
  const page = await withoutScript();
  await page.goto(plain(url, { reply: root.id }));
  const form = page.locator("form").filter({ hasText: "Reply to Ruth Adeyemi" });
  await form.getByLabel("Reply to Ruth Adeyemi").fill("\n\nKept, <b>line ends</b> and all.");
  await form.getByLabel("Name").fill("‮");
  await form.getByRole("button", { name: "Post reply" }).click();
  await form.getByRole("alert").getByText("Your comment was not posted.").waitFor();
  assert.equal(
    (await form.getByLabel("Reply to Ruth Adeyemi").inputValue()).replaceAll("\r", ""),
    "\n\nKept, <b>line ends</b> and all.",
  );
});

for (const [kind, options, more] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["right to left", {}, { lang: "ar" }],
  ["on a phone", { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }],
]) {
  test(`the page has no fault that axe can find, and fits: ${kind}`, async () => {
    const { url, root } = await discussion();
    // With script in the browser, which the page has none of: axe is one.
    const page = await reader(options);
    for (const address of [
      plain(url, more),
      plain(url, { reply: root.id, ...more }),
      plain(url, { cursor: "x" }),
    ]) {
      await page.goto(address);
      assert.deepEqual(await violations(page), [], address);
      assert.ok(
        await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
        "no sideways scrolling",
      );
    }
  });
}

test("no line is longer than 68 characters of the width of a zero", async () => {
  const { url } = await discussion();
  await world.server.post(url, { body: "Words that go on and on. ".repeat(30) });
  const page = await reader();
  await page.goto(plain(url));
  const widths = await page.locator(".body").evaluateAll((bodies) =>
    bodies.map((body) => {
      const zeros = document.createElement("span");
      zeros.textContent = "0".repeat(68);
      body.append(zeros);
      const most = zeros.getBoundingClientRect().width;
      zeros.remove();
      return [body.getBoundingClientRect().width <= most, body.textContent];
    }),
  );
  assert.deepEqual(
    widths.filter(([fits]) => !fits),
    [],
  );
});

test("on paper there are the comments, where they were printed from, and nothing to press", async () => {
  const { url } = await discussion();
  const page = await withoutScript();
  await page.goto(plain(url));
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.getByText("Another answer.").isVisible());
  assert.ok(await page.getByText(`Printed from ${url}`).isVisible());
  for (const role of ["button", "textbox", "navigation"])
    assert.equal(await page.getByRole(role).count(), 0, role);
  assert.ok((await page.pdf()).length > 1_000);
});
