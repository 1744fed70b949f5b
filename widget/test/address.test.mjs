import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { openDocument } from "./browser.mjs";
import { source } from "./source.mjs";

const { address, pageAddress } = await source("shared/address");
const trackers = JSON.parse(await readFile(new URL("../src/shared/trackers.json", import.meta.url), "utf8"));

const cases = [
  ["https://news.example/a", "https://news.example/a"],
  ["https://news.example/a#comments", "https://news.example/a"],
  ["https://news.example/a?id=7", "https://news.example/a?id=7"],
  ["https://news.example/a?utm_source=x", "https://news.example/a"],
  [
    "https://news.example/a?id=7&utm_source=x&utm_medium=y&page=2&fbclid=z",
    "https://news.example/a?id=7&page=2",
  ],
  ["https://news.example/a?gclid", "https://news.example/a"],
  ["https://news.example/a?q=a%20b+c&utm_term=d", "https://news.example/a?q=a%20b+c"],
  ["https://news.example/a?utmost=1&referrer=2", "https://news.example/a?utmost=1&referrer=2"],
  ["https://news.example/a?id=gclid", "https://news.example/a?id=gclid"],
  ["/b?utm_id=1", "https://news.example/b"],
  ["../c", "https://news.example/c"],
  ["javascript:alert(1)", undefined],
  ["file:///etc/passwd", undefined],
  ["https://", undefined],
  ["", undefined],
  [null, undefined],
];
for (const [given, want] of cases) {
  test(`${JSON.stringify(given)} is asked for as ${want}`, () => {
    assert.equal(address(given, "https://news.example/folder/"), want);
  });
}

for (const tracker of trackers) {
  test(`the tracker ${tracker} is left out`, () => {
    const name = tracker.replace("*", "anything");
    assert.equal(
      address(`https://news.example/a?x=1&${name}=2`, "https://news.example/"),
      "https://news.example/a?x=1",
    );
  });
}

test("trackers are sorted, each once, and a star stands only at the end", () => {
  assert.deepEqual(trackers, [...new Set(trackers)].sort());
  assert.deepEqual(
    trackers.filter((name) => !/^\w+\*?$/.test(name)),
    [],
  );
});

const pages = [
  [
    "the canonical address wins",
    '<link rel="canonical" href="/canonical?utm_source=x">',
    "https://news.example/canonical",
  ],
  [
    "a canonical among other relations counts",
    '<link rel="alternate canonical" href="/both">',
    "https://news.example/both",
  ],
  ["without one the page's own address is taken", "", "https://news.example/story?id=7"],
  [
    "a canonical that is no web address is passed over",
    '<link rel="canonical" href="app:story">',
    "https://news.example/story?id=7",
  ],
];
for (const [what, head, want] of pages) {
  test(what, () => {
    const document = openDocument("https://news.example/story?id=7&gclid=1#top");
    document.head.innerHTML = head;
    assert.equal(pageAddress(document), want);
  });
}
