// Measures the comments in a real browser for `make bench`, which starts this and makes tables of what it
// prints. It judges nothing. The wish comes as JSON on standard input, what was found goes as JSON to standard
// output. The wish:
//
//   server      address of a running server
//   thread      address of a story with enough comments to press "Show more" that often
//   isSmoke     everything once and at full speed, to see that it works
//   loads, presses, respects, keys
//               how often the story is opened, "Show more" pressed, Respect pressed, and a key typed

import { text } from "node:stream/consumers";
import { Browser } from "./browser.mjs";
import { measureRespect, measureTyping } from "./interactions.mjs";
import { measureLoading } from "./loading.mjs";
import { Pages } from "./pages.mjs";
import { measureRequests } from "./requests.mjs";
import { measureShifts } from "./shifts.mjs";
import { measureSize } from "./size.mjs";

const wish = JSON.parse(await text(process.stdin));
const browser = await Browser.launch({ atFullSpeed: wish.isSmoke });
const pages = await Pages.publish(wish);
try {
  process.stdout.write(JSON.stringify(await measure()));
} finally {
  pages.close();
  await browser.close();
}

async function measure() {
  const first = await readThread("");
  const drawn = flat(first.comments);
  const comments = drawn.length;
  const linkedLater = flat((await readThread(first.next)).comments).at(-1).id;
  return {
    browser: browser.version,
    comments,
    requests: await measureRequests(browser, pages, wish.server),
    loading: await measureLoading(browser, pages, { comments, rounds: wish.loads }),
    shifts: await measureShifts(browser, pages, {
      comments,
      linked: drawn.at(-1).id,
      linkedLater,
      screens: wish.isSmoke ? ["phone"] : ["desktop", "phone"],
    }),
    size: await measureSize(browser, pages, wish.presses),
    respect: await measureRespect(browser, pages, wish.respects),
    typing: await measureTyping(browser, pages, wish),
  };
}

async function readThread(cursor) {
  const query = new URLSearchParams({ site: "demo", url: wish.thread, cursor });
  const response = await fetch(`${wish.server}/api/v1/thread?${query}`);
  if (!response.ok) throw new Error(`read the thread: ${response.status} ${await response.text()}`);
  return response.json();
}

/** All comments of a page, as they stand there. */
function flat(comments) {
  return comments.flatMap((comment) => [comment, ...flat(comment.replies)]);
}
