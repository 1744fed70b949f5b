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

const desktop = { width: 1280, height: 900 };

export class Browser {
  #chromium;
  #isSlow;

  /** In a smoke nothing is slow. */
  static async launch({ isSmoke }) {
    const browser = new Browser();
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    browser.#chromium = await chromium.launch({ executablePath, args: flags });
    browser.#isSlow = !isSmoke;
    return browser;
  }

  get version() {
    return `Chromium ${this.#chromium.version()}`;
  }

  /** Opens an empty page, works on it, and closes it whatever comes of that. */
  async visit(work, viewport = desktop) {
    const context = await this.#chromium.newContext({ viewport });
    try {
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      page.cdp = await context.newCDPSession(page);
      page.widget = page.locator("understory-comments");
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

/** Waits for something in the page. It is asked seldom, since asking takes time of the page's own. */
export function until(page, condition, argument) {
  return page.waitForFunction(condition, argument, { polling: 100 });
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
