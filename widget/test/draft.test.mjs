import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openStorage, refuseStorage } from "./browser.mjs";
import { source } from "./source.mjs";

const { Draft } = await source("comments/write/draft");
const { draftAddress } = await source("comments/drafts");
const comment = { url: "https://news.example/a", body: "Hello", name: "Ruth" };
let kept;
let number = 0;
/** Each test writes elsewhere, since memory stands in for a storage that refuses. */
let address;

beforeEach(() => {
  kept = openStorage();
  number++;
  address = draftAddress("demo", `story-${number}`, "root");
});

test("a saved draft is found again", () => {
  const draft = new Draft(address);
  draft.write("Half a thought");
  draft.save();
  assert.equal(new Draft(address).text, "Half a thought");
});

test("what is typed is kept by itself after a pause", async () => {
  new Draft(address).write("Half a thought");
  assert.equal(kept.get(address), undefined);
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.equal(new Draft(address).text, "Half a thought");
});

test("drafts of other stories, sites and comments are others", () => {
  const addresses = [
    draftAddress("demo", "a", "root"),
    draftAddress("demo", "b", "root"),
    draftAddress("other", "a", "root"),
    draftAddress("demo", "a", "0192"),
    draftAddress("demo", "a", "edit-0192"),
  ];
  assert.equal(new Set(addresses).size, addresses.length);
});

test("an empty draft leaves nothing behind", () => {
  const draft = new Draft(address);
  draft.write("Something");
  draft.save();
  draft.write("  \n");
  draft.save();
  assert.equal(kept.get(address), undefined);
});

test("a comment under change that was not changed leaves nothing behind", () => {
  const draft = new Draft(address, "As it was");
  draft.write("As it was");
  draft.save();
  assert.equal(kept.get(address), undefined);
  assert.equal(draft.text, "As it was");
});

test("the same comment keeps its key, however often it is sent", () => {
  const draft = new Draft(address);
  draft.write(comment.body);
  const { key } = draft.attempt(comment);
  assert.match(key, /^[\da-f]{32}$/);
  assert.equal(draft.attempt({ ...comment }).key, key);
});

test("the same comment keeps its key over a reload", () => {
  const draft = new Draft(address);
  draft.write(comment.body);
  const { key } = draft.attempt(comment);
  const again = new Draft(address);
  assert.equal(again.wasSent, true);
  assert.equal(again.attempt(comment).key, key);
});

test("a retry sends what was sent, also when the page's title or address has changed since", () => {
  const draft = new Draft(address);
  draft.write(comment.body);
  const first = draft.attempt({ ...comment, title: "Story" });
  const second = new Draft(address).attempt({
    ...comment,
    title: "(2) Story",
    url: "https://news.example/a?x=1",
  });
  assert.deepEqual(second, first);
});

for (const [what, change] of Object.entries({
  text: { body: "Hello again" },
  name: { name: "Ruth Adeyemi" },
  parent: { parent: "0192" },
  confirmation: { confirm: true },
})) {
  test(`another ${what} gets another key`, () => {
    const draft = new Draft(address);
    draft.write(comment.body);
    const { key } = draft.attempt(comment);
    assert.notEqual(draft.attempt({ ...comment, ...change }).key, key);
  });
}

test("after the server has it, draft and key are gone", () => {
  const draft = new Draft(address);
  draft.write(comment.body);
  const { key } = draft.attempt(comment);
  draft.clear();
  assert.equal(kept.get(address), undefined);
  assert.equal(draft.text, "");
  draft.write(comment.body);
  assert.notEqual(draft.attempt(comment).key, key, "the same words a second time are a second comment");
});

test("after a refusal the text stays and the sending is forgotten", () => {
  const draft = new Draft(address);
  draft.write(comment.body);
  draft.attempt(comment);
  draft.forgetAttempt();
  const again = new Draft(address);
  assert.equal(again.text, "Hello");
  assert.equal(again.wasSent, false);
});

test("a draft of more than 30 days ago is not brought back", () => {
  kept.set(address, JSON.stringify({ text: "Old news", at: Date.now() - 31 * 24 * 60 * 60 * 1000 }));
  assert.equal(new Draft(address).text, "");
});

for (const rubbish of ["", "{", "null", "[]", "7"]) {
  test(`what something else wrote in its place (${JSON.stringify(rubbish)}) is passed over`, () => {
    kept.set(address, rubbish);
    assert.equal(new Draft(address, "initial").text, "initial");
  });
}

test("where the browser refuses to keep anything, a draft lasts as long as the page", () => {
  refuseStorage();
  const draft = new Draft(address);
  draft.write("Half a thought");
  draft.save();
  assert.equal(new Draft(address).text, "Half a thought");
});
