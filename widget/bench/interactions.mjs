// How long a reader waits for what a press or a key does: from the event until the frame that shows it, as the
// browser tells of each interaction (PerformanceEventTiming, on which INP rests).

import { ask, painted, pause } from "./browser.mjs";
import { countComments, focusComposer, openComments, showAll } from "./reading.mjs";
import { watchEvents } from "./watch.mjs";

/** The browser tells nothing of what took less than this, and rounds the rest to 8 ms. */
const shortest = 16;

/** Milliseconds after what an interaction brought was painted, so that none waits for the one before. */
const rest = 250;

/** Presses Respect on so many comments; milliseconds, one figure a press. */
export function measureRespect(browser, pages, presses) {
  return browser.visit(async (page) => {
    await page.addInitScript(watchEvents);
    await openComments(page, pages.short);
    await browser.slowDown(page);
    const durations = [];
    for (let press = 0; press < presses; press++) {
      const { x, y } = await ask(page, bringRespectIntoView, press);
      await painted(page);
      durations.push(await durationOf(page, () => page.mouse.click(x, y)));
    }
    return durations;
  });
}

/** Types above all comments, and on the same page without any; milliseconds, one figure a key. */
export async function measureTyping(browser, pages, { keys, isSmoke }) {
  const ours = await browser.visit(async (page) => {
    await page.addInitScript(watchEvents);
    await openComments(page, pages.short);
    if (!isSmoke) await showAll(page);
    await ask(page, focusComposer);
    await page.waitForLoadState("networkidle");
    return { comments: await ask(page, countComments), keys: await type(browser, page, keys) };
  });
  const plain = await browser.visit(async (page) => {
    await page.addInitScript(watchEvents);
    await page.goto(pages.bare);
    await ask(page, () => document.querySelector("textarea").focus());
    return { keys: await type(browser, page, keys) };
  });
  return { ours, plain };
}

/** Two lines stand there already, so that soon a third begins and a box that grows with its words does so. */
async function type(browser, page, keys) {
  await page.keyboard.insertText("What will be measured, and against which streets? ".repeat(3));
  await browser.slowDown(page);
  await painted(page);
  const durations = [];
  for (let key = 0; key < keys; key++) {
    durations.push(await durationOf(page, () => page.keyboard.press("abcdefgh"[key % 8])));
  }
  return durations;
}

/** The longest interaction of an act. */
async function durationOf(page, act) {
  await ask(page, () => {
    window.noted.interactions = [];
  });
  await act();
  await painted(page);
  await pause(rest);
  const interactions = await ask(page, () => window.noted.interactions);
  return Math.max(shortest, ...interactions.map(({ duration }) => duration));
}

/** Within the page: where the middle of a button is. */
function bringRespectIntoView(which) {
  const buttons = document
    .querySelector("understory-comments")
    .shadowRoot.querySelectorAll('[data-act="respect"]');
  buttons[which].scrollIntoView({ block: "center", behavior: "instant" });
  const { x, y, width, height } = buttons[which].getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}
