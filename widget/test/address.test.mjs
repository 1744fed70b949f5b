import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { openDocument } from "./browser.mjs";
import { source } from "./source.mjs";

openDocument("https://news.example/folder/");
const { address, tracker } = await source("loader/address");
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
  [undefined, undefined],
];
for (const [given, want] of cases) {
  test(`${JSON.stringify(given)} is asked for as ${want}`, () => {
    assert.equal(address(given), want);
  });
}

for (const tracker of trackers) {
  test(`the tracker ${tracker} is left out`, () => {
    const name = tracker.replace("*", "anything");
    assert.equal(address(`https://news.example/a?x=1&${name}=2`), "https://news.example/a?x=1");
  });
}

/** What a pattern of names, groups, `[ab]`, `?` and `.*` can match, `.*` written as `*`. */
function expand(pattern) {
  const group = /\(([^()]*)\)(\?)?|\[(\w+)\]/.exec(pattern);
  if (!group) return [pattern.replace(".*", "*")];
  const [whole, alternatives, optional, letters] = group;
  const choices = letters ? [...letters] : alternatives.split("|");
  return [...choices, ...(optional ? [""] : [])].flatMap((choice) =>
    expand(pattern.replace(whole, () => choice)),
  );
}

test("nothing but the trackers is left out", () => {
  const [, alternatives] = /^\^\((.*)\)\(=\|\$\)$/.exec(tracker.source);
  // A bar between names is at the top level where as many groups were opened as closed.
  const names = alternatives.split(/\|(?![^(]*\))/).flatMap(expand);
  assert.deepEqual(names.sort(), trackers);
});

test("trackers are sorted, each once, and a star stands only at the end", () => {
  assert.deepEqual(trackers, [...new Set(trackers)].sort());
  assert.deepEqual(
    trackers.filter((name) => !/^\w+\*?$/.test(name)),
    [],
  );
});
