// A browser, and in it visits in profiles of their own, so that nothing is cached. A slow visit is one by a
// telephone: with a processor four times slower and a narrow, distant network.

import { chromium } from "playwright-core";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const slowProcessor = { rate: 4 };

/** Milliseconds from a request to the first byte of its answer, and bytes a second. */
const slowNetwork = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
};

/** Milliseconds. */
const patience = 30_000;

const desktop = { width: 1280, height: 900 };

export class Browser {
  #chromium;
  #isSlow;

  /** At full speed nothing is slow. */
  constructor(chromium, { atFullSpeed = false } = {}) {
    this.#chromium = chromium;
    this.#isSlow = !atFullSpeed;
  }

  static async launch(options) {
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    return new Browser(await chromium.launch({ executablePath, args: flags }), options);
  }

  get version() {
    return `Chromium ${this.#chromium.version()}`;
  }

  /** Opens an empty page, works on it, and closes it whatever comes of that. */
  async visit(work, viewport = desktop) {
    const context = await this.#chromium.newContext({ viewport });
    try {
      context.setDefaultTimeout(patience);
      const page = await context.newPage();
      page.cdp = await context.newCDPSession(page);
      return await work(page);
    } finally {
      await context.close();
    }
  }

  async slowDown({ cdp }) {
    if (!this.#isSlow) return;
    await cdp.send("Network.enable");
    await cdp.send("Network.emulateNetworkConditions", slowNetwork);
    await cdp.send("Emulation.setCPUThrottlingRate", slowProcessor);
  }

  /** A session with the whole browser. */
  session() {
    return this.#chromium.newBrowserCDPSession();
  }

  close() {
    return this.#chromium.close();
  }
}

/**
 * What a function gives in the page. Playwright's own way would first load a large script into the page, which
 * would be measured with it.
 */
export async function ask({ cdp }, question, ...args) {
  const expression = `(${question})(${args.map((arg) => JSON.stringify(arg)).join(", ")})`;
  const { result, exceptionDetails } = await cdp.send("Runtime.evaluate", {
    expression,
    returnByValue: true,
    awaitPromise: true,
  });
  if (exceptionDetails) throw new Error(`in the page: ${exceptionDetails.exception?.description}`);
  return result.value;
}

/** Waits until what has happened in the page is painted. */
export function painted(page) {
  return ask(page, () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
}

/** Asks until there is an answer that is not empty, and gives it. */
export async function until(page, question, ...args) {
  const end = performance.now() + patience;
  while (performance.now() < end) {
    const answer = await ask(page, question, ...args);
    if (answer) return answer;
    await pause(50);
  }
  throw new Error(`waited ${patience} ms for ${question}`);
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
