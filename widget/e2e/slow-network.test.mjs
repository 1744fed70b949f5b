import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, reader, story, world } from "./world.mjs";

/** 1.6 Mbit/s with 150 ms of delay, and a processor a quarter as fast: a cheap telephone on a train. */
async function onATrain(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: 200_000,
    uploadThroughput: 94_000,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
}

/** Notes when a script or the thread is asked for, and when it has come. */
function journal(page) {
  const entries = [];
  const name = (request) => /(comments|texts\/[\w-]+)\.js|\/thread(?=\?)/.exec(request.url())?.[0];
  page.on("request", (request) => name(request) && entries.push(`ask ${name(request)}`));
  page.on("requestfinished", (request) => name(request) && entries.push(`have ${name(request)}`));
  return entries;
}

test("on a slow network code, words and comments are fetched side by side, and nothing moves", async () => {
  const address = story({
    paragraphs: 2,
    head: '<script>document.documentElement.lang = "pt-BR"</script>',
    element: '<understory-comments style="display: block; min-height: 100vh"></understory-comments>',
  });
  await world.server.post(address, { body: "Read on the train." });
  const page = await reader({ viewport: { width: 390, height: 800 } });
  await onATrain(page);
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput } of list.getEntries())
        if (!hadRecentInput) window.shifts.push(value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  const entries = journal(page);
  await page.goto(address);
  await comment(page, "Read on the train.").waitFor();
  assert.deepEqual(
    entries.slice(0, 3).sort(),
    ["ask /thread", "ask comments.js", "ask texts/pt-BR.js"],
    `all three are under way before one has come: ${entries.join(", ")}`,
  );
  assert.deepEqual(await page.evaluate(() => window.shifts), []);
  assert.deepEqual(page.errors, []);
});
