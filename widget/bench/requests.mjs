// How often a first visit asks our server.

import { ask, pause, until } from "./browser.mjs";
import { focusComposer, offersMore } from "./reading.mjs";
import { watchPaint } from "./watch.mjs";

/**
 * The paths asked for before the first comment was painted (`readable`), and all of them, with their bytes on
 * the wire, once somebody has begun to write (`all`). The browser's own questions for leave count.
 */
export function measureRequests(browser, pages, server) {
  return browser.visit(async (page) => {
    const sent = record(page, server);
    await page.cdp.send("Network.enable");
    await page.addInitScript(watchPaint, 1);
    await page.goto(pages.short);
    await until(page, () => window.paint.first);
    const before = await ask(page, () => {
      const asked = performance.getEntriesByType("resource");
      return asked.filter(({ startTime }) => startTime < window.paint.first).map(({ name }) => name);
    });
    await until(page, offersMore);
    await page.waitForLoadState("networkidle");
    await ask(page, focusComposer);
    await page.waitForLoadState("networkidle");
    await pause(500);
    return { readable: before.filter((url) => url.startsWith(server)).map(path), all: [...sent.values()] };
  });
}

function record({ cdp }, server) {
  const sent = new Map();
  cdp.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (request.url.startsWith(server)) sent.set(requestId, { path: path(request.url), bytes: 0 });
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const request = sent.get(requestId);
    if (request) request.bytes = encodedDataLength;
  });
  return sent;
}

function path(url) {
  return new URL(url).pathname;
}
