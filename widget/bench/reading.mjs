// What a reader does before something is measured.

/** Opens a story and waits until all is quiet, the second half of the code having come too. */
export async function openComments(page, address) {
  await page.goto(address);
  await page.widget.getByRole("article").first().waitFor();
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

export function countComments(page) {
  return page.evaluate(
    () => document.querySelector("understory-comments").shadowRoot.querySelectorAll("article").length,
  );
}

/** Presses the first such button, in the page, as there may be hundreds; `false` when there is none. */
async function bringMore(page, selector) {
  const before = await countComments(page);
  const isPressed = await page.evaluate((selector) => {
    const button = document.querySelector("understory-comments").shadowRoot.querySelector(selector);
    button?.click();
    return button !== null;
  }, selector);
  if (!isPressed) return false;
  await page.waitForFunction((before) => {
    const root = document.querySelector("understory-comments").shadowRoot;
    const isLoading = root.querySelector("[data-act][aria-disabled]");
    return !isLoading && root.querySelectorAll("article").length > before;
  }, before);
  return true;
}
