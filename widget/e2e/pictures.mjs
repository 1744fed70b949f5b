// Draws every state of the comments into a folder, for people to look at:
//
//   node e2e/pictures.mjs <folder> [words…]     those whose names hold all of the words, as “menu phone”
//
// At 390, 768 and 1280 px, by day and by night, in four languages written from the right, on three publishers'
// pages. UNDERSTORY_BIN names a binary that is already built.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { hosts } from "./hosts.mjs";
import { end, start } from "./stage.mjs";
import { look, states } from "./states.mjs";

const widths = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  tablet: { viewport: { width: 768, height: 1024 } },
  desktop: { viewport: { width: 1280, height: 900 } },
};

/** A picture of a whole page is taken without a finger; its targets are as large as for one nevertheless. */
const finger = "<style>understory-comments { --understory-tap: 2.75rem }</style>";

/** Pixels of the host's page around the comments. */
const margin = 24;

/** Every state once by day in English; then what changes with the night, the direction and the publisher. */
function* wanted() {
  for (const state of Object.keys(states)) {
    for (const width of Object.keys(widths))
      yield { state, width, host: "cream", scheme: "light", lang: "en" };
    yield { state, width: "phone", host: "white", scheme: "dark", lang: "en" };
    yield { state, width: "desktop", host: "cream", scheme: "dark", lang: "en" };
    yield { state, width: "phone", host: "cream", scheme: "light", lang: "ar" };
    yield { state, width: "desktop", host: "white", scheme: "light", lang: "ar" };
    yield { state, width: "desktop", host: "loud", scheme: "light", lang: "en" };
  }
  for (const state of ["list", "composer", "own comment", "forks"]) {
    for (const lang of ["fa", "ur", "he"])
      for (const width of ["phone", "desktop"]) yield { state, width, host: "cream", scheme: "light", lang };
    for (const scheme of ["light", "dark"])
      for (const host of ["white", "loud"]) yield { state, width: "phone", host, scheme, lang: "en" };
    yield { state, width: "desktop", host: "loud", scheme: "dark", lang: "en" };
  }
}

async function draw(folder, { state, width, host, scheme, lang }) {
  const name = `${state.replaceAll(" ", "-")}.${width}.${host}.${scheme}.${lang}`;
  const browser = { ...widths[width], colorScheme: scheme, deviceScaleFactor: 1 };
  const head = hosts[host] + (width === "phone" ? finger : "");
  const page = await states[state](await look({ lang, head, browser }));
  await page.evaluate(() => document.fonts.ready);
  const {
    x,
    y,
    width: wide,
    height,
  } = await page.widget.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left, y: top + scrollY, width, height };
  });
  const clip = {
    x: Math.max(0, x - margin),
    y: Math.max(0, y - margin),
    width: wide + 2 * margin,
    height: height + 2 * margin,
  };
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, clip });
  await page.context().close();
  return name;
}

const [folder, ...words] = process.argv.slice(2);
if (!folder) throw new Error("say into which folder: node e2e/pictures.mjs <folder>");
await mkdir(folder, { recursive: true });
await start();
try {
  for (const one of wanted()) {
    const about = Object.values(one).join(" ");
    if (!words.every((word) => about.includes(word))) continue;
    const name = await draw(folder, one).catch((error) => `${about}: ${error.message}`);
    process.stdout.write(`${name}\n`);
  }
} finally {
  await end();
}
