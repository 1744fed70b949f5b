import assert from "node:assert/strict";
import { test } from "node:test";
import { openDocument } from "./browser.mjs";
import { source } from "./source.mjs";

openDocument();
const { nudge, unitsBefore } = await source("comments/write/nudge");
const say = (key) => key;

function excerpt(text, span) {
  return nudge(say, text, [{ detector: "words", reason: "It may hurt.", span }], []).querySelectorAll("p")[1];
}

test("the marked words are marked, and the reason follows", () => {
  const shown = excerpt("You are all idiots here.", [12, 18]);
  assert.equal(shown.querySelector("mark").textContent, "idiots");
  assert.equal(shown.textContent, "“You are all idiots here.” It may hurt.");
});

test("a long text is cut around the marked words", () => {
  const shown = excerpt(`${"a".repeat(100)}idiots${"b".repeat(100)}`, [100, 106]);
  assert.equal(shown.textContent, `“…${"a".repeat(40)}idiots${"b".repeat(40)}…” It may hurt.`);
});

test("spans count code points, also behind an emoji", () => {
  assert.equal(excerpt("😀😀 idiots", [3, 9]).querySelector("mark").textContent, "idiots");
  assert.equal(unitsBefore("😀😀 idiots", 3), 5);
});

test("a finding without a place is only its reason", () => {
  assert.equal(excerpt("Anything.", undefined).textContent, "It may hurt.");
});
