// The comments look as the page does, also when the page changes its mind.

import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, openComments, reader, story, world } from "./world.mjs";

const themes = `<style>
  html { background: #fdfcf9; color: #1c1b19 }
  html[data-theme=dark] { background: #17191b; color: #e9e6e0 }
  html.glass { background: none }
</style>`;

async function shown(options) {
  const address = story(options);
  await world.server.post(address, { body: "Some words." });
  const page = await reader();
  await openComments(page, address);
  await comment(page, "Some words.").waitFor();
  return page;
}

function look(page) {
  return page.widget.locator("section").evaluate((section) => {
    const { color, colorScheme } = getComputedStyle(section);
    return { color, scheme: colorScheme };
  });
}

/** Waits until the section looks so. */
async function waitForScheme(page, scheme) {
  await page.waitForFunction((wanted) => {
    const section = document.querySelector("understory-comments").shadowRoot.querySelector("section");
    return getComputedStyle(section).colorScheme === wanted;
  }, scheme);
}

test("a page that turns dark by a switch of its own takes the comments along", async () => {
  const page = await shown({ head: themes });
  assert.deepEqual(await look(page), { color: "rgb(28, 27, 25)", scheme: "light" });
  await page.evaluate(() => document.documentElement.setAttribute("data-theme", "dark"));
  await waitForScheme(page, "dark");
  assert.deepEqual(await look(page), { color: "rgb(233, 230, 224)", scheme: "dark" });
});

test("scheme-from names what makes the page dark, where its ground does not tell", async () => {
  const element = `<understory-comments scheme-from="html.night"></understory-comments>`;
  const page = await shown({ head: themes, element });
  assert.equal((await look(page)).scheme, "light");
  await page.evaluate(() => document.documentElement.classList.add("night"));
  await waitForScheme(page, "dark");
  await page.evaluate(() => document.documentElement.classList.remove("night"));
  await waitForScheme(page, "light");
});

test("the attribute wins, and changing it loads nothing anew", async () => {
  const page = await shown({ head: themes });
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().includes("/api/v1/thread")) asked++;
  });
  await page.evaluate(() => document.querySelector("understory-comments").setAttribute("scheme", "dark"));
  await waitForScheme(page, "dark");
  await page.evaluate(() => document.querySelector("understory-comments").removeAttribute("scheme"));
  await waitForScheme(page, "light");
  assert.equal(asked, 0);
});

test("a page without a readable ink of its own gets ours", async () => {
  const page = await shown({
    head: "<style>body { background: #777; color: #888 } a { color: #7a7a7a }</style>",
  });
  assert.notEqual((await look(page)).color, "rgb(136, 136, 136)");
});
