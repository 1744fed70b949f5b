import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { fillStorage, openStorage, refuseStorage } from "./browser.mjs";
import { source } from "./source.mjs";

let store;
let stored;
let storedKeys;
let number = 0;

beforeEach(async () => {
  openStorage();
  number++;
  ({ store, stored, storedKeys } = await source("shared/storage", number));
});

test("what is stored is found again until it is removed", () => {
  assert.equal(store("a", "1"), true);
  assert.equal(stored("a"), "1");
  store("a", null);
  assert.equal(stored("a"), null);
});

test("what a full storage refuses is there as long as the page, in place of what it held", () => {
  store("a", "old");
  fillStorage();
  assert.equal(store("a", "new"), false);
  assert.equal(stored("a"), "new");
  assert.equal(localStorage.getItem("a"), "old");
});

test("where nothing may be kept, the page remembers", () => {
  refuseStorage();
  assert.equal(stored("a"), null);
  assert.equal(store("a", "1"), false);
  assert.equal(stored("a"), "1");
  store("a", null);
  assert.equal(stored("a"), null);
});

test("keys are found by their beginning, in the storage and in memory", () => {
  store("understory:a", "1");
  store("other", "2");
  fillStorage();
  store("understory:b", "3");
  assert.deepEqual(storedKeys("understory:").sort(), ["understory:a", "understory:b"]);
  refuseStorage();
  assert.deepEqual(storedKeys("understory:"), ["understory:b"]);
});
