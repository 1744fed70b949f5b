// How soon the comments are there, and how long the page is kept from anything else meanwhile.

import { ask, pause, until } from "./browser.mjs";
import { tasksOf, traced } from "./trace.mjs";
import { keepHTML, watchPaint } from "./watch.mjs";

/**
 * Opens the short story again and again, in turns with one that has the same comments in its HTML. All figures
 * are milliseconds: until something was painted, of work for the whole page until all was, and of the longest
 * task since the loader came, before that and after.
 */
export async function measureLoading(browser, pages, { comments, rounds }) {
  const drawn = pages.withDrawn(await drawnComments(browser, pages));
  const ours = [];
  const plain = [];
  const sides = [
    async () => ours.push(await load(browser, pages.short, comments)),
    async () => plain.push(await load(browser, drawn, comments)),
  ];
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 ? sides.toReversed() : sides) await side();
  }
  return { ours, plain };
}

function drawnComments(browser, pages) {
  return browser.visit(async (page) => {
    await page.addInitScript(keepHTML);
    await page.goto(pages.short);
    return until(page, () => window.kept);
  });
}

async function load(browser, address, comments) {
  const watched = async (page) => {
    await browser.slowDown(page);
    await page.addInitScript(watchPaint, comments);
    await page.goto(address);
    await until(page, () => window.paint.all);
    await page.waitForLoadState("networkidle");
    await pause(500); // what has come last is run
    return ask(page, () => ({ ...window.paint, loader: window.loaderCame() }));
  };
  const [{ first, all, loader }, events] = await traced(browser, () => browser.visit(watched));
  const tasks = tasksOf(events, address);
  const drawing = tasks.filter(({ start }) => start < all);
  return {
    first,
    firstAfterLoader: first - loader,
    all,
    work: drawing.reduce((sum, { processor }) => sum + processor, 0),
    longest: longest(drawing.filter(({ start, wall }) => start + wall > loader)),
    longestLater: longest(tasks.filter(({ start }) => start >= all)),
  };
}

/** Of all tasks, by the clock and by the processor. */
function longest(tasks) {
  return {
    wall: Math.max(0, ...tasks.map(({ wall }) => wall)),
    processor: Math.max(0, ...tasks.map(({ processor }) => processor)),
  };
}
