import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { fillStorage, openStorage, refuseStorage } from "./browser.mjs";
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

/** The draft of a comment that was sent, nobody knows whether it arrived; gives how. */
function sent(draft, comment) {
  const attempt = draft.attempt(comment);
  draft.wasSent(attempt);
  draft.write(comment.body);
  draft.save();
  return attempt;
}

test("the same comment keeps its key, however often it is sent", () => {
  const draft = new Draft(address);
  const { key } = sent(draft, comment);
  assert.match(key, /^[\da-f]{32}$/);
  assert.equal(draft.attempt({ ...comment }).key, key);
});

test("the same comment keeps its key over a reload", () => {
  const { key } = sent(new Draft(address), comment);
  assert.equal(new Draft(address).attempt(comment).key, key);
});

test("a retry sends what was sent, also when the page's title or address has changed since", () => {
  const first = sent(new Draft(address), { ...comment, title: "Story" });
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
    const { key } = sent(draft, comment);
    assert.notEqual(draft.attempt({ ...comment, ...change }).key, key);
  });
}

test("after it was handed over, draft and key are gone", () => {
  const draft = new Draft(address);
  const { key } = sent(draft, comment);
  draft.clear();
  assert.equal(kept.get(address), undefined);
  assert.equal(draft.text, "");
  draft.write(comment.body);
  assert.notEqual(draft.attempt(comment).key, key, "the same words a second time are a second comment");
});

test("what another tab has written since is not overwritten, and both are found again", () => {
  const here = new Draft(address);
  const there = new Draft(address);
  there.write("Written there");
  there.save();
  here.write("Written here");
  here.save();
  assert.equal(new Draft(address).text, "Written there");
  there.clear();
  assert.equal(new Draft(address).text, "Written here");
  here.clear();
  assert.deepEqual([...kept.keys()], []);
});

test("a tab that is only looked at leaves the other's draft alone", () => {
  const here = new Draft(address);
  const there = new Draft(address);
  there.write("Written there");
  there.save();
  here.save();
  here.clear();
  assert.equal(new Draft(address).text, "Written there");
});

test("a draft says whether the browser keeps it", () => {
  const draft = new Draft(address);
  assert.equal(draft.save(), false, "nothing to keep");
  draft.write("Half a thought");
  assert.equal(draft.save(), true);
  assert.equal(draft.save(), true, "unchanged");
  fillStorage();
  draft.write("Half a thought, and more");
  assert.equal(draft.save(), false);
  assert.equal(new Draft(address).text, "Half a thought, and more", "the page has it");
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
