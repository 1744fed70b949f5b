// What a reader does before something is measured.

import { ask, until } from "./browser.mjs";

/** Opens a story and waits until its first page is drawn and all is quiet, the second half of the code having come too. */
export async function openComments(page, address) {
  await page.goto(address);
  await until(page, offersMore);
  await page.waitForLoadState("networkidle");
}

/** Presses "Show more" and waits until all of it is there. */
export function showMore(page) {
  return bringMore(page, '[data-act="next"]');
}

/** Presses whatever brings more, until all comments are there that the story itself holds. */
export async function showAll(page) {
  while (await bringMore(page, '[data-act="next"], [data-act="more"]'));
}

/** Within the page: how many comments stand there. */
export function countComments() {
  return document.querySelector("understory-comments")?.shadowRoot?.querySelectorAll("article").length ?? 0;
}

/** Within the page: whether the first page is drawn to its end. */
export function offersMore() {
  const root = document.querySelector("understory-comments")?.shadowRoot;
  return Boolean(root?.querySelector('[data-act="next"]'));
}

/** Within the page: puts the cursor into the box for the story. */
export function focusComposer() {
  document.querySelector("understory-comments").shadowRoot.querySelector("textarea").focus();
}

/** Presses the first such button, in the page, as there may be hundreds; `false` when there is none. */
async function bringMore(page, selector) {
  const before = await ask(page, countComments);
  if (!(await ask(page, press, selector))) return false;
  await until(page, isThereMore, before);
  return true;
}

function press(selector) {
  const button = document.querySelector("understory-comments").shadowRoot.querySelector(selector);
  button?.click();
  return button !== null;
}

function isThereMore(before) {
  const root = document.querySelector("understory-comments").shadowRoot;
  const isLoading = root.querySelector("[data-act][aria-disabled]");
  return !isLoading && root.querySelectorAll("article").length > before;
}
