import assert from "node:assert/strict";
import { test } from "node:test";
import { openStorage, refuseStorage } from "./browser.mjs";
import { source } from "./source.mjs";

const { base64url, makeGuestKey } = await source("shared/new-guest");
const { guestKey, keyAddress } = await source("shared/guest");

test("who has not written has no key", () => {
  const kept = openStorage();
  assert.equal(guestKey("demo"), null);
  assert.equal(kept.size, 0);
});

test("the first writing makes a key of 32 bytes, which stays", () => {
  const kept = openStorage();
  const key = makeGuestKey("demo");
  assert.match(key, /^[\w-]{43}$/);
  assert.equal(Buffer.from(key, "base64url").length, 32);
  assert.equal(makeGuestKey("demo"), key);
  assert.equal(guestKey("demo"), key);
  assert.deepEqual([...kept.keys()], ["understory:demo:key"]);
});

test("each site has its own key", () => {
  openStorage();
  assert.notEqual(makeGuestKey("one"), makeGuestKey("two"));
});

test("something else in the key's place is no key, and is replaced", () => {
  const kept = openStorage();
  kept.set(keyAddress("broken"), "not a key");
  assert.equal(guestKey("broken"), null);
  assert.match(makeGuestKey("broken"), /^[\w-]{43}$/);
});

test("where the browser refuses to keep anything, the key lasts as long as the page", () => {
  refuseStorage();
  assert.equal(makeGuestKey("private"), makeGuestKey("private"));
});

test("bytes are written in the URL's alphabet without padding", () => {
  assert.equal(base64url(new Uint8Array([251, 255, 191, 0])), "-_-_AA");
});
