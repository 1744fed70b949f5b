// What the comments weigh once they are on the page.

import { ask } from "./browser.mjs";
import { countComments, openComments, showMore } from "./reading.mjs";

/**
 * Nodes and bytes of the heap: of the story without comments, with the first page of them, and after so many
 * presses of "Show more".
 */
export async function measureSize(browser, pages, presses) {
  const bare = await browser.visit(async (page) => {
    await page.goto(pages.bare);
    return weigh(page);
  });
  return browser.visit(async (page) => {
    await openComments(page, pages.short);
    const first = { comments: await ask(page, countComments), ...(await weigh(page)) };
    for (let press = 0; press < presses; press++) await showMore(page);
    return { bare, first, more: { comments: await ask(page, countComments), ...(await weigh(page)) } };
  });
}

/** Nodes of every kind, those within the browser's own controls included, and what the scripts hold. */
async function weigh({ cdp }) {
  await cdp.send("Performance.enable");
  for (let time = 0; time < 2; time++) await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const metric = (wanted) => metrics.find(({ name }) => name === wanted).value;
  return { nodes: metric("Nodes"), heap: metric("JSHeapUsedSize") };
}
