// What a page is while our server cannot be reached.

import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, reader, story, world } from "./world.mjs";

test("without our server a page has its own text where the comments would be, and nothing is broken", async () => {
  const page = await reader();
  await page.route(`${world.server.url}/**`, (route) => route.abort("connectionrefused"));
  await page.goto(
    story({
      element: `<understory-comments style="display: block; min-height: 24rem">
        <a href="${world.server.url}/t/">Read the comments</a></understory-comments>`,
    }),
  );
  await page.getByRole("link", { name: "Read the comments" }).waitFor();
  assert.equal(await page.getByRole("heading", { name: "Lamps to be dimmed" }).count(), 1);
});

/** A reader for whom comments.js fails until `state.isDown` is false. */
async function withoutComments(address) {
  const page = await reader();
  const state = { isDown: true };
  await page.clock.install();
  await page.route("**/comments.js", (route) =>
    state.isDown ? route.abort("connectionrefused") : route.continue(),
  );
  await page.goto(address);
  return { page, state };
}

const height = (page) => page.widget.evaluate((element) => element.getBoundingClientRect().height);

test("comments that did not load come by themselves when the server is back, and nothing moves meanwhile", async () => {
  const address = story();
  await world.server.post(address, { body: "Worth the wait." });
  const { page, state } = await withoutComments(address);
  const retry = page.widget.getByRole("button", { name: "The comments did not load. Try again" });
  await retry.waitFor();
  const before = await height(page);
  await retry.focus();

  const failedAgain = page.waitForEvent("requestfailed");
  await page.clock.runFor(5_000);
  await failedAgain;
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  assert.equal(await height(page), before);
  assert.ok(await retry.evaluate((button) => button.matches(":focus")), "the focus stays");

  state.isDown = false;
  await page.clock.runFor(9_000);
  await comment(page, "Worth the wait.").waitFor();
  assert.equal(await retry.count(), 0);
});

test("whoever does not want to wait asks again by the button, in the page's own words", async () => {
  const address = story({
    element: '<understory-comments t-failed="No letters today. Once more?"></understory-comments>',
  });
  await world.server.post(address, { body: "Worth asking twice." });
  const { page, state } = await withoutComments(address);
  const retry = page.widget.getByRole("button", { name: "No letters today. Once more?" });
  await retry.waitFor();
  state.isDown = false;
  await retry.click();
  await comment(page, "Worth asking twice.").waitFor();
});

test("an element that is gone asks no more", async () => {
  const { page } = await withoutComments(story());
  await page.widget.getByRole("button").waitFor();
  await page.widget.evaluate((element) => element.remove());
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.clock.runFor(60_000);
  await page.evaluate(() => fetch(location.href)); // a request of the page's own, behind which ours would be
  assert.equal(asked.length, 1, asked.join("\n"));
});
