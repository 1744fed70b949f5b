import assert from "node:assert/strict";
import { test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { comment, openComments, post, reader, story, world } from "./world.mjs";

/** What axe finds in the widget, one line each. */
async function violations(page) {
  const results = await new AxeBuilder({ page })
    .include("understory-comments")
    .options({
      rules: { "target-size": { enabled: true }, "label-content-name-mismatch": { enabled: true } },
    })
    .analyze();
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

async function discussion(options) {
  const address = story(options);
  const root = await world.server.post(address, {
    body: "A root with a [link](https://example.org), `code` and\n\n    a block of it\n\n> quoted",
    name: "Ruth Adeyemi",
  });
  const reply = await world.server.post(address, {
    body: "An answer.",
    name: "Daniel Osei",
    parent: root.id,
  });
  await world.server.post(address, {
    body: "An answer to the answer.",
    name: "Petra Lindqvist",
    parent: reply.id,
  });
  await world.server.post(address, { body: "Another answer.", name: "فرزانہ قریشی", parent: root.id });
  return address;
}

const grounds = { light: "background: #fdfcf9; color: #1c1b19", dark: "background: #17191b; color: #e9e6e0" };

for (const [scheme, ground] of Object.entries(grounds)) {
  const head = `<style>:root { color-scheme: ${scheme} } body { ${ground} }</style>`;

  test(`the list has no fault that axe can find, ${scheme}`, async () => {
    const address = await discussion({ head });
    const page = await reader();
    await openComments(page, address);
    await comment(page, "Another answer.").waitFor();
    assert.deepEqual(await violations(page), []);
  });
}

test("the open composer, with its preview, has no fault that axe can find", async () => {
  const page = await reader();
  await openComments(page, await discussion());
  await page.widget.getByLabel("Add to the discussion").fill("Some **words**");
  await page.widget.getByRole("button", { name: "Preview" }).click();
  await page.widget.getByRole("region", { name: "Preview" }).waitFor();
  await page.widget.getByRole("button", { name: "Reply to Daniel Osei" }).click();
  await page.widget.getByLabel("Reply to Daniel Osei").waitFor();
  assert.deepEqual(await violations(page), []);
});

test("menu, report and withdrawal have no fault that axe can find", async () => {
  const page = await reader();
  await openComments(page, await discussion());
  await post(page, { text: "One of my own.", name: "Noor Haddad" });
  await comment(page, "One of my own.").getByRole("button", { name: "Edit your comment" }).waitFor();
  await page.reload(); // or Withdraw would still be Undo
  await page.widget.getByRole("button", { name: "Withdraw your comment" }).click();
  await page.widget.getByRole("button", { name: "More for the comment by Petra Lindqvist" }).click();
  await page.widget.getByRole("menuitem", { name: "Report" }).click();
  await page.widget.getByRole("button", { name: "Personal abuse" }).waitFor();
  await page.widget.getByRole("button", { name: "More for the comment by Ruth Adeyemi" }).click();
  await page.widget.getByRole("menu").waitFor();
  assert.deepEqual(await violations(page), []);
});

test("failures have no fault that axe can find", async () => {
  const address = await discussion();
  const page = await reader();
  await openComments(page, address);
  await page.route("**/api/v1/comments", (route) => route.abort("connectionrefused"));
  await post(page, { text: "Into the void.", name: "Noor Haddad" });
  await page.widget.getByRole("alert").waitFor();
  assert.deepEqual(await violations(page), []);

  const other = await reader();
  await other.route("**/api/v1/thread?*", (route) => route.abort("connectionrefused"));
  await other.goto(address);
  await other.widget.getByRole("alert").waitFor();
  assert.deepEqual(await violations(other), []);
});

test("on a phone nothing is wider than the screen, and targets are tall enough for a finger", async () => {
  const page = await reader({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
  await openComments(page, await discussion());
  await comment(page, "Another answer.").waitFor();
  await page.widget.getByLabel("Add to the discussion").tap();
  await page.widget.getByLabel("Name", { exact: true }).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.ok(
    await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    "no sideways scrolling",
  );
  const heights = await page.widget
    .locator("button:visible, select, input")
    .evaluateAll((elements) =>
      elements.map((element) => [element.textContent, element.getBoundingClientRect().height]),
    );
  assert.deepEqual(
    heights.filter(([, height]) => height < 43.5),
    [],
  );
});

test("each comment is a heading, and says whom it answers", async () => {
  const page = await reader();
  await openComments(page, await discussion());
  await comment(page, "Another answer.").waitFor();
  const headings = await page.widget
    .getByRole("heading", { level: 3 })
    .evaluateAll((all) => all.map((one) => one.textContent));
  assert.deepEqual(headings, [
    "Ruth Adeyemi",
    "Daniel Osei, replying to Ruth Adeyemi",
    "Petra Lindqvist, replying to Daniel Osei",
    "فرزانہ قریشی, replying to Ruth Adeyemi",
  ]);
});
