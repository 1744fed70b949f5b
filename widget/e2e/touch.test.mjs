// The comments under a finger: what one may press is large enough, whatever state they are in, and fits the phone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { hosts } from "./hosts.mjs";
import { look, states } from "./states.mjs";
import "./world.mjs";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const visited = [
  "list",
  "load failure",
  "replies that do not load",
  "folded branch",
  "long names",
  "forks",
  "muted",
  "composer",
  "post failed",
  "nudge",
  "report in words",
];

for (const name of visited) {
  test(`${name}: a finger finds what it may press`, async () => {
    const page = await states[name](await look({ head: hosts.cream, browser: phone }));
    assert.deepEqual(await page.widget.evaluate(tooSmall), []);
    assert.deepEqual(await page.widget.evaluate(beyondTheEdge), []);
    await page.context().close();
  });
}

for (const [name, row] of Object.entries({ "folded branch": ".is-hung", forks: ".continue" })) {
  test(`${name}: the row below a comment leaves its controls all of their height`, async () => {
    const page = await states[name](await look({ head: hosts.cream, browser: phone }));
    const shown = page.widget.locator(row).filter({ visible: true });
    const overlap = await shown.first().evaluate((element) => {
      const above = element.parentElement.querySelector(":scope > .comment .respect");
      return above.getBoundingClientRect().bottom - element.getBoundingClientRect().top;
    });
    assert.ok(overlap <= 0.5, `${overlap} px`);
    await page.context().close();
  });
}

/** What is lower than 44 px; links within a text are as high as its lines. */
function tooSmall({ shadowRoot }) {
  return [...shadowRoot.querySelectorAll("button, a, input, select, textarea")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".body"))
    .filter((one) => one.getBoundingClientRect().height < 43.5)
    .map((one) => `${one.getBoundingClientRect().height} px: ${one.outerHTML}`);
}

function beyondTheEdge({ shadowRoot }) {
  return [...shadowRoot.querySelectorAll("button, input, textarea, .menu, .author")]
    .filter((one) => one.checkVisibility() && !one.closest("pre, .sr"))
    .filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return left < 0 || right > screen.width; // a page that is too wide is zoomed out
    })
    .map((one) => one.outerHTML);
}
