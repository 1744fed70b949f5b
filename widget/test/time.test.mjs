import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { source } from "./source.mjs";

const { relativeTime } = await source("shared/time");
const { absoluteTime } = await source("shared/exact-time");
const { translator } = await source("shared/i18n/translate");

/** What is said of a time in a language. */
async function told(time, lang) {
  const { reading } = JSON.parse(await readFile(new URL(`../texts/${lang}.json`, import.meta.url), "utf8"));
  return relativeTime(time, now, lang, translator(reading, lang));
}

const now = Date.UTC(2026, 10, 25, 12, 0, 0);
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const cases = [
  [0, "now"],
  [59 * second, "now"],
  [minute, "1m ago"],
  [59 * minute + 59 * second, "59m ago"],
  [hour, "1h ago"],
  [23 * hour + 59 * minute, "23h ago"],
  [day, "yesterday"],
  [3 * day, "3d ago"],
  [7 * day, "Nov 18"],
  [400 * day, "Oct 21, 2025"],
  [-hour, "now"],
];
for (const [age, want] of cases) {
  test(`what is ${age / second} seconds old reads “${want}”`, async () => {
    assert.equal(await told(now - age, "en"), want);
  });
}

for (const [lang, age, want] of [
  ["de", 2 * hour, "vor 2 Std."],
  ["de", 3 * day, "vor 3 Tagen"],
  ["ar", 3 * hour, "قبل 3 ساعات"],
  ["pl", day, "wczoraj"],
  ["fa", 5 * minute, "۵ دقیقه پیش"],
]) {
  test(`${lang} says “${want}”`, async () => assert.equal(await told(now - age, lang), want));
}

test("the absolute time says day, date, year and hour", () => {
  assert.match(absoluteTime(now, "en"), /^\w+, November 2\d, 2026 at \d/);
});
