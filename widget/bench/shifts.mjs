// What moves on the page without the reader's doing.

import { ask, pause, until } from "./browser.mjs";
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
    { place: "below the fold, scrolled to", open: (page) => scrollTo(page, pages.long, comments) },
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

/** Turns the wheel without rest, past the first of the comments. */
async function scrollTo(page, address, comments) {
  await page.addInitScript(watchPaint, comments);
  await page.goto(address);
  const turn = async () => {
    await page.mouse.wheel(0, 400);
    await pause(50);
  };
  while (!(await ask(page, () => window.paint.all))) await turn();
  for (let turns = 0; turns < 10; turns++) await turn();
}

async function openLinked(page, address, id) {
  await page.goto(`${address}#c-${id}`);
  const there = (id) =>
    Boolean(document.querySelector("understory-comments")?.shadowRoot?.getElementById(`c-${id}`));
  await until(page, there, id);
}
