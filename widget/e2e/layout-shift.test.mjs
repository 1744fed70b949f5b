import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, reader, story, world } from "./world.mjs";

const footer = '<footer style="border-top: 1px solid">What the page ends with</footer>';

/** What moved since the page began, moves after a key or click left out, as browsers count them. */
function shifts(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const moved = [];
        new PerformanceObserver((list) => {
          for (const { hadRecentInput, value, sources } of list.getEntries()) {
            if (!hadRecentInput)
              moved.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
          }
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(moved), 300);
      }),
  );
}

async function discussion(options) {
  const address = story({ after: footer, ...options });
  let last;
  for (let number = 1; number <= 12; number++) {
    last = await world.server.post(address, {
      body: `Comment number ${number}, with a few words more. `.repeat(3),
    });
  }
  return { address, last };
}

/** The answer takes its time, so that the reader sees the page without it. */
async function slowly(page) {
  await page.route("**/api/v1/thread?*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    await route.continue();
  });
}

/** Room is kept by the page before our script has run. */
const element = '<understory-comments style="display: block; min-height: 100vh"></understory-comments>';

test("nothing moves when the comments are in view from the start", async () => {
  const { address } = await discussion({ paragraphs: 2, element });
  const page = await reader();
  await slowly(page);
  await page.goto(address);
  await comment(page, "Comment number 12").waitFor();
  assert.deepEqual(await shifts(page), []);
});

test("nothing moves when comments load below the fold", async () => {
  const { address } = await discussion({ paragraphs: 40 });
  const page = await reader();
  await page.goto(address);
  await comment(page, "Comment number 12").waitFor();
  assert.deepEqual(await shifts(page), []);
});

test("nothing moves at a permalink", async () => {
  const { address, last } = await discussion({ paragraphs: 40 });
  const page = await reader();
  await page.goto(`${address}#c-${last.id}`);
  await comment(page, "Comment number 12").getByText("You followed a link here").waitFor();
  assert.deepEqual(await shifts(page), []);
});

test("the box never shrinks, from the skeleton to another order", async () => {
  const { address } = await discussion({ paragraphs: 2, element });
  const page = await reader();
  await slowly(page);
  await page.addInitScript(() => {
    window.heights = [];
    addEventListener("DOMContentLoaded", () => {
      const observer = new ResizeObserver(([entry]) => window.heights.push(entry.contentRect.height));
      observer.observe(document.querySelector("understory-comments"));
    });
  });
  await page.goto(address);
  await comment(page, "Comment number 12").waitFor();
  await page.widget.getByLabel("Sort by").selectOption("newest");
  await page.getByRole("status").getByText("Newest").waitFor();
  const heights = await page.evaluate(() => window.heights);
  assert.deepEqual(
    heights,
    [...heights].sort((a, b) => a - b),
  );
});

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

for (const [name, browser] of Object.entries({ desktop: {}, phone })) {
  test(`title, box and first face stand where the skeleton had them, on a ${name}`, async () => {
    const places = (page, field) =>
      page.widget.evaluate(
        ({ shadowRoot }, selectors) => {
          const [top, ...others] = selectors.map((one) =>
            Math.round(shadowRoot.querySelector(one).getBoundingClientRect().top),
          );
          return others.map((place) => place - top);
        },
        ["section", ".title", field, ".avatar"],
      );
    const address = story();
    await world.server.post(address, { body: "Where the skeleton stood." });
    const page = await reader(browser);
    let answer;
    const asked = new Promise((resolve) => {
      answer = resolve;
    });
    await page.route("**/api/v1/thread?*", async (route) => {
      await asked;
      await route.continue();
    });
    await page.goto(address);
    await page.widget.locator(".bone.is-field").waitFor();
    const before = await places(page, ".bone.is-field");
    answer();
    await page.widget.getByRole("article").waitFor();
    assert.deepEqual(await places(page, ".field"), before);
  });
}
