import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const { relativeTime } = await source("shared/time");
const { absoluteTime } = await source("shared/exact-time");
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
  test(`what is ${age / second} seconds old reads “${want}”`, () => {
    assert.equal(relativeTime(now - age, now, "en"), want);
  });
}

test("another language has its own words", () => {
  assert.match(relativeTime(now - 2 * hour, now, "de"), /vor 2/);
  assert.equal(relativeTime(now - 2 * hour, now, "en"), "2h ago");
});

test("the absolute time says day, date, year and hour", () => {
  assert.match(absoluteTime(now, "en"), /^\w+, November 2\d, 2026 at \d/);
});
