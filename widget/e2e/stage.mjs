// One product, one publisher and one browser, and what every journey through them needs. World.mjs starts
// them for the tests of a file, pictures.mjs for a program.

import { chromium } from "playwright-core";
import { Publisher } from "./publisher.mjs";
import { Server } from "./server.mjs";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const world = {};

export async function start() {
  world.server = await Server.start();
  world.publisher = await Publisher.start();
  world.browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: flags,
  });
}

export async function end() {
  await world.browser?.close();
  world.publisher?.close();
  await world.server?.remove();
}

/** A reader with a browser profile of their own. What their console said is kept in `errors`. */
export async function reader(options = {}) {
  const context = await world.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.errors = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") page.errors.push(message.text());
  });
  page.on("pageerror", (error) => page.errors.push(String(error)));
  page.widget = page.locator("understory-comments");
  return page;
}

/** A story that nobody has commented on; every call another one. */
let stories = 0;
export function story(options) {
  stories++;
  return world.publisher.story(`/story-${stories}`, world.server.url, options);
}

/** Goes to the end of the story, as somebody who wants the comments. */
export async function openComments(page, address) {
  await page.goto(address);
  await page.widget.scrollIntoViewIfNeeded();
  await page.widget.getByRole("heading", { name: "Comments" }).waitFor();
  await page.widget.getByLabel("Add to the discussion").waitFor();
}

/** Writes to the story and posts. */
export async function post(page, { text, name }) {
  const form = page.widget.locator("form").first();
  await form.getByLabel("Add to the discussion").fill(text);
  if (name) await form.getByLabel("Name", { exact: true }).fill(name);
  await page.widget.getByRole("button", { name: "Post comment" }).click();
}

/** The article that holds a text. */
export function comment(page, text) {
  return page.widget.getByRole("article").filter({ hasText: text }).last();
}

/**
 * A comment that was posted here, once the server has it. Its text stands there before, while it is on its way: who
 * asks the server, or leaves the page, must wait for this.
 */
export async function arrived(page, text) {
  const own = comment(page, text);
  await own.getByRole("button", { name: "Undo" }).waitFor();
  return own;
}

/** What has the focus, shadow roots looked into. */
export function focused(page) {
  return page.evaluateHandle(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  });
}
