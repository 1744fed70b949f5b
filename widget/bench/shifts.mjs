// What moves on the page without the reader's doing.

import { ask, painted, pause, until } from "./browser.mjs";
import { watchEvents, watchPaint } from "./watch.mjs";

const sizes = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
};

/**
 * The sum of all shifts of a visit, as `[{place, screen, value}]`. `linked` is the id of a comment on the first
 * page, `linkedLater` of one that is not.
 */
export async function measureShifts(browser, pages, { comments, linked, linkedLater, screens }) {
  const places = [
    { place: "in view from the start", open: (page) => openDrawn(page, pages.short, comments) },
    { place: "below the fold, read through", open: (page) => readThrough(page, pages.long, comments) },
    { place: "below the fold, the reader there first", open: (page) => hurryTo(page, pages.long, comments) },
    { place: "at a permalink", open: (page) => openDrawn(page, `${pages.long}#c-${linked}`, comments) },
    { place: "at a permalink to a later page", open: (page) => openLinked(page, pages.long, linkedLater) },
  ];
  const found = [];
  for (const screen of screens) {
    for (const { place, open } of places) {
      const value = await browser.visit((page) => shift(browser, page, open), sizes[screen]);
      found.push({ place, screen, value });
    }
  }
  return found;
}

async function shift(browser, page, open) {
  await browser.slowDown(page);
  await page.addInitScript(watchEvents);
  await open(page);
  await page.waitForLoadState("networkidle");
  await pause(500); // a shift is told after its frame
  const shifts = await ask(page, () => window.noted.shifts);
  return shifts.reduce((sum, value) => sum + value, 0);
}

async function openDrawn(page, address, comments) {
  await page.addInitScript(watchPaint, comments);
  await page.goto(address);
  await until(page, () => window.paint.all);
}

/** Comes near enough that the comments are fetched, and goes through them once they are there. */
async function readThrough(page, address, comments) {
  await page.addInitScript(watchPaint, comments);
  await page.goto(address);
  await ask(page, () => {
    const { top } = document.querySelector("understory-comments").getBoundingClientRect();
    scrollBy({ top: Math.max(0, top - innerHeight - 600), behavior: "instant" });
  });
  await until(page, () => window.paint.all);
  for (let turns = 0; turns < 15; turns++) {
    await page.mouse.wheel(0, 400);
    await painted(page);
  }
}

/** Is at the end of the page, where no room is kept, before the comments are. */
async function hurryTo(page, address, comments) {
  await page.addInitScript(watchPaint, comments);
  await page.goto(address);
  await ask(page, () => scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" }));
  await until(page, () => window.paint.all);
}

async function openLinked(page, address, id) {
  await page.goto(`${address}#c-${id}`);
  const there = (id) =>
    Boolean(document.querySelector("understory-comments")?.shadowRoot?.getElementById(`c-${id}`));
  await until(page, there, id);
}
