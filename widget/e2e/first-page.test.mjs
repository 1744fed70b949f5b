// What the first page costs a reader, as far as that does not depend on the machine. `make bench` tells the rest.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Browser } from "../bench/browser.mjs";
import { Pages } from "../bench/pages.mjs";
import { measureRequests } from "../bench/requests.mjs";
import { measureShifts } from "../bench/shifts.mjs";
import { measureSize } from "../bench/size.mjs";
import { reader, world } from "./world.mjs";

const address = "http://localhost:8000/lamps";
const text = "A trial of two winters, measured where nothing else changes, is more than we usually get. ";

/** Roots, each with a reply, and every third reply with another; the first page holds the newest 30 roots. */
const roots = 46;
const onFirstPage = 30 + 30 + 10;

let prepared;

function prepare() {
  prepared ??= (async () => {
    const { server } = world;
    const ids = [];
    for (let root = 0; root < roots; root++) {
      const { id } = await server.post(address, { body: text.repeat(1 + (root % 4)) });
      const reply = await server.post(address, { body: text, parent: id });
      if (root % 3 === 0) await server.post(address, { body: text, parent: reply.id });
      ids.push(id);
    }
    const pages = await Pages.publish({ server: server.url, thread: address });
    return { browser: new Browser(world.browser), pages, ids };
  })();
  return prepared;
}

after(async () => (await prepared)?.pages.close());

test("three requests bring readable comments, and a fourth brings all the rest", async () => {
  const { browser, pages } = await prepare();
  const { readable, all } = await measureRequests(browser, pages, world.server.url);
  const names = (paths) => paths.map((path) => path.split("/").at(-1)).sort();
  assert.deepEqual(names(readable), ["comments.js", "embed.js", "thread"]);
  assert.deepEqual(names(all.map(({ path }) => path)), ["acting.js", "comments.js", "embed.js", "thread"]);

  const headers = 600;
  for (const [name, most] of Object.entries({
    "embed.js": 1_536,
    "comments.js": 12_000,
    "acting.js": 17_000,
  })) {
    const { bytes } = all.find(({ path }) => path.endsWith(`/${name}`));
    assert.ok(bytes > 0 && bytes <= most + headers, `${name}: ${bytes} bytes on the wire`);
  }
});

test("no number or time waits for a format before there is a comment to read", async () => {
  const { pages } = await prepare();
  const page = await reader();
  await page.addInitScript(() => {
    window.made = [];
    for (const name of ["DateTimeFormat", "NumberFormat", "RelativeTimeFormat"]) {
      Intl[name] = new Proxy(Intl[name], {
        construct(Format, options) {
          const root = document.querySelector("understory-comments")?.shadowRoot;
          window.made.push([name, root?.querySelector("article") ? "after" : "before"]);
          return new Format(...options);
        },
      });
    }
  });
  await page.route("**/api/v1/thread?*", async (route) => {
    const response = await route.fetch();
    const thread = await response.json();
    thread.article.commentCount = 1234;
    await route.fulfill({ response, json: thread });
  });
  await page.goto(pages.short);
  await page.widget.getByRole("heading", { name: "Comments 1,234" }).waitFor();
  const made = await page.evaluate(() => window.made);
  assert.deepEqual(made, [["NumberFormat", "after"]]);
});

/** The clock leaps, so that every conversation takes as long as on a very slow telephone. */
const leapingClock = () => {
  let now = 0;
  performance.now = () => (now += 100);
};

test("on a slow telephone each conversation is painted before the next is drawn", async () => {
  const { pages } = await prepare();
  const page = await reader();
  await page.addInitScript(leapingClock);
  await page.addInitScript(() => {
    window.seen = [];
    const look = () => {
      const root = document.querySelector("understory-comments")?.shadowRoot;
      window.seen.push(root?.querySelectorAll(".list > .item").length ?? 0);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(pages.short);
  await page.widget.getByRole("button", { name: "Show more" }).waitFor();
  const seen = await page.evaluate(() => window.seen);
  const steps = seen.map((count, frame) => count - (seen[frame - 1] ?? 0));
  assert.deepEqual([Math.max(...seen), Math.max(...steps)], [30, 1]);
});

test("all is drawn where no frame comes, as in a window that nobody sees", async () => {
  const { pages } = await prepare();
  const page = await reader();
  await page.addInitScript(leapingClock);
  await page.addInitScript(() => {
    window.requestAnimationFrame = () => 0;
  });
  await page.goto(pages.short);
  await page.widget.getByRole("button", { name: "Show more" }).waitFor();
  assert.equal(await page.widget.getByRole("article").count(), onFirstPage);
});

test("a comment takes at most 42 nodes", async () => {
  const { browser, pages } = await prepare();
  const { bare, first, more } = await measureSize(browser, pages, 1);
  assert.deepEqual([first.comments, more.comments], [onFirstPage, 2 * roots + Math.ceil(roots / 3)]);
  for (const { comments, nodes } of [first, more]) {
    const taken = nodes - bare.nodes;
    assert.ok(taken <= 42 * comments, `${comments} comments take ${taken} nodes`);
  }
});

test("nothing moves on a slow phone, wherever one enters", async () => {
  const { browser, pages, ids } = await prepare();
  const entered = { comments: onFirstPage, linked: ids.at(-20), linkedLater: ids[0], screens: ["phone"] };
  const all = await measureShifts(browser, pages, entered);
  // Where a page keeps no room, what one sees below the comments gives way when one is there before them.
  const shifts = all.filter(({ place }) => place !== "below the fold, the reader there first");
  assert.deepEqual(
    shifts.map(({ place, value }) => [place, value]),
    shifts.map(({ place }) => [place, 0]),
  );
});
