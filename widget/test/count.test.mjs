import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const { batches } = await source("count/batches");

const stories = (number, length) =>
  Array.from({ length: number }, (_, index) => `url=${String(index).padStart(length - 4, "0")}`);

for (const [what, given, want] of [
  ["no stories", [], []],
  ["fifty short ones", stories(50, 20), [50]],
  ["fifty-one", stories(51, 20), [50, 1]],
  ["long ones", stories(10, 1_000), [5, 5]],
  ["one that is too long by itself", stories(2, 9_000), [1, 1]],
]) {
  test(`${what} are asked for in ${want.length} requests`, () => {
    const result = batches(given);
    assert.deepEqual(
      result.map((batch) => batch.length),
      want,
    );
    assert.deepEqual(result.flat(), given);
  });
}
