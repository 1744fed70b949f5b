// Each state in which one can find the comments, under all circumstances in which somebody reads them: by day and
// by night, in forced colours, with text of twice the size, at 400 % zoom, with wide text spacing, without motion,
// on paper.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { hosts } from "./hosts.mjs";
import { look, states } from "./states.mjs";
import "./world.mjs";

/** The values of WCAG 2.2, 1.4.12. */
const spacing = `* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important }`;

for (const [name, reach] of Object.entries(states)) {
  test(`${name}: readable and operable under all circumstances`, async () => {
    const page = await reach(await look({ head: hosts.cream }));
    assert.deepEqual(await violations(page), [], "by day");
    assert.deepEqual(await moving(page), [], "nothing moves");

    await turn(page, "dark");
    assert.deepEqual(await violations(page, "color-contrast"), [], "by night");
    await turn(page, "light");
    await page.emulateMedia({ forcedColors: "active" });
    assert.deepEqual(await violations(page, "color-contrast"), [], "in forced colours");
    await page.emulateMedia({ forcedColors: "none" });

    assert.deepEqual(await enlarged(page), [], "text of twice the size");
    await (anew[name] ?? (() => {}))(page);
    assert.deepEqual(await tooWide(page), [], "with text of twice the size");
    assert.deepEqual(await cut(page), [], "with text of twice the size");
    await page.evaluate(() => document.getElementById("larger").remove());

    await page.setViewportSize({ width: 320, height: 256 }); // 1280 × 1024 at 400 %
    await (anew[name] ?? (() => {}))(page);
    assert.deepEqual(await tooWide(page), [], "at 400 % zoom");
    assert.deepEqual(await violations(page, "target-size", "color-contrast"), [], "at 400 % zoom");
    await space(page);
    assert.deepEqual(await tooWide(page), [], "with wide text spacing");
    assert.deepEqual(await cut(page), [], "with wide text spacing");

    await page.emulateMedia({ media: "print" });
    for (const role of ["button", "textbox", "combobox", "menu"])
      assert.equal(await page.widget.getByRole(role).count(), 0, `a ${role} is printed`);
    await page.context().close();
  });
}

/** Changes the scheme and waits until the comments have followed the page. */
async function turn(page, colorScheme) {
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction((scheme) => {
    const section = document.querySelector("understory-comments").shadowRoot.querySelector("section");
    return getComputedStyle(section).colorScheme === scheme;
  }, colorScheme);
}

async function openMenuAnew(page) {
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await page.widget.getByRole("menu").waitFor();
}

/** What finds its place when it opens is opened again in a window of another size. */
const anew = {
  menu: openMenuAnew,
  "long names": openMenuAnew,
  async "passage of the story"(page) {
    await page.evaluate(() => getSelection().empty());
    await page.widget.locator(".passage").waitFor({ state: "hidden" });
    await page.evaluate(() => getSelection().selectAllChildren(document.querySelector("main > p")));
    await page.widget.locator(".passage").waitFor();
  },
};

/** Elements that animate or would. */
function moving(page) {
  return page.widget.evaluate(({ shadowRoot }) => {
    const animated = shadowRoot.getAnimations().map(({ effect }) => effect.target.outerHTML);
    const transits = [...shadowRoot.querySelectorAll("*")]
      .filter((one) => getComputedStyle(one).transitionDuration !== "0s")
      .map((one) => one.outerHTML);
    return [...animated, ...transits];
  });
}

/** What reaches beyond the edge of the window; code scrolls by itself, and what is hidden from sight does not count. */
function tooWide(page) {
  return page.widget.evaluate(({ shadowRoot }) => {
    const wide = [...shadowRoot.querySelectorAll("*")].filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return (left < -0.5 || right > innerWidth + 0.5) && !one.closest("pre code, .sr");
    });
    const scrolls = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
    return [...scrolls, ...wide.map((one) => one.outerHTML.slice(0, 200))];
  });
}

/** Doubles the size of the text alone, as a browser does that zooms no pictures; gives what did not grow. */
function enlarged(page) {
  return page.widget.evaluate(({ shadowRoot, ownerDocument }) => {
    const all = [...shadowRoot.querySelectorAll("*")];
    const size = (one) => Number.parseFloat(getComputedStyle(one).fontSize);
    const before = all.map(size);
    const style = ownerDocument.createElement("style");
    style.id = "larger";
    style.textContent = "understory-comments { font-size: 2em }";
    ownerDocument.head.append(style);
    return all
      .filter((one, at) => Math.abs(size(one) / before[at] - 2) > 0.01)
      .map((one) => one.outerHTML.slice(0, 200));
  });
}

/** The reader's own spacing, on the page and within our tree. */
async function space(page) {
  await page.addStyleTag({ content: spacing });
  await page.widget.evaluate(({ shadowRoot }, css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];
  }, spacing);
}

/** Boxes whose text does not fit and cannot be scrolled to. */
function cut(page) {
  return page.widget.evaluate(({ shadowRoot }) =>
    [...shadowRoot.querySelectorAll("button, a, p, h2, h3, label, select, .body, .notice")]
      .filter((one) => one.checkVisibility() && !one.closest(".sr, pre"))
      .filter((one) => {
        const { overflow, height } = getComputedStyle(one);
        const isTall = one.scrollHeight > one.clientHeight + 2 && Number.parseFloat(height) > 0;
        return overflow !== "visible" && isTall;
      })
      .map((one) => one.outerHTML),
  );
}
