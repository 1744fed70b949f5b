import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const to = await source("dashboard/queue/state");

const story = { id: "s1", url: "https://news.example/a", title: "A", status: "open", commentCount: 3 };

function item(id, more = {}) {
  return {
    comment: { id, status: "published", version: 1, reportCount: 1, author: { id: "x", name: "X" } },
    article: story,
    parent: null,
    reports: [],
    findings: [],
    ...more,
  };
}

function page(ids, next) {
  return { items: ids.split("").map((id) => item(id)), next, counts: { reported: 0, held: 0 } };
}

/** A queue of one-letter comments with the given one open. */
function queue(ids, current = ids[0]) {
  return to.selected(to.loaded(to.nothing, page(ids)), current);
}

function ids({ items }) {
  return items.map(({ comment }) => comment.id).join("");
}

test("the first card of a page is open", () => {
  const state = to.loaded(to.nothing, page("abc", "cursor"));
  assert.equal(state.current, "a");
  assert.equal(state.next, "cursor");
  assert.ok(state.loaded);
});

test("loading again keeps the open card open where it is still there", () => {
  assert.equal(to.loaded(queue("abc", "b"), page("bcd")).current, "b");
  assert.equal(to.loaded(queue("abc", "a"), page("bcd")).current, "b");
  assert.equal(to.loaded(queue("abc", "a"), page("")).current, undefined);
});

test("loading again brings back no card whose decision is still on its way", () => {
  const state = to.loaded(to.left(queue("abc"), "a"), page("abc"));
  assert.equal(ids(state), "bc");
  assert.equal(ids(to.loaded(to.settled(state, "a"), page("abc"))), "abc");
});

test("moving stops at both ends", () => {
  assert.equal(to.moved(queue("abc", "a"), 1).current, "b");
  assert.equal(to.moved(queue("abc", "c"), 1).current, "c");
  assert.equal(to.moved(queue("abc", "b"), -1).current, "a");
  assert.equal(to.moved(queue("abc", "a"), -1).current, "a");
  assert.equal(to.moved(to.nothing, 1).current, undefined);
});

test("only a card that is there can be opened", () => {
  assert.equal(to.selected(queue("abc"), "c").current, "c");
  assert.equal(to.selected(queue("abc"), "z").current, "a");
});

test("a decided card leaves and the next opens, or the last where there is no next", () => {
  for (const [gone, rest, current] of [
    ["a", "bc", "b"],
    ["b", "ac", "c"],
    ["c", "ab", "b"],
  ]) {
    const state = to.left(queue("abc", gone), gone);
    assert.equal(ids(state), rest);
    assert.equal(state.current, current);
  }
  assert.equal(to.left(queue("a"), "a").current, undefined);
});

test("a card that leaves behind the open one does not move the reader", () => {
  assert.equal(to.left(queue("abc", "a"), "c").current, "a");
});

test("a refused decision brings the card back to its place with the reason, and leaves the open one open", () => {
  const state = to.returned(to.left(queue("abc", "b"), "b"), item("b"), 1, "No answer.");
  assert.equal(ids(state), "abc");
  assert.equal(state.current, "c", "the next key must not decide another card than the one being read");
  assert.equal(state.troubles.get("b"), "No answer.");
  assert.equal(state.deciding.has("b"), false);
});

test("a card that comes back to an empty list opens", () => {
  assert.equal(to.returned(to.left(queue("a"), "a"), item("a"), 0).current, "a");
});

test("a card comes back to the end of a list that has grown shorter", () => {
  assert.equal(ids(to.returned(to.left(queue("abc", "c"), "c"), item("c"), 9)), "abc");
});

test("a card that comes back while it is there is there once", () => {
  assert.equal(ids(to.returned(queue("abc"), item("b"), 1)), "abc");
});

test("deciding again takes the old reason away", () => {
  const refused = to.returned(to.left(queue("abc"), "a"), item("a"), 0, "No answer.");
  assert.equal(to.left(refused, "a").troubles.size, 0);
});

test("on a list that keeps its cards the decided one stays and the next opens", () => {
  const state = to.passed(queue("abc", "a"), "a");
  assert.equal(ids(state), "abc");
  assert.equal(state.current, "b");
  assert.ok(state.deciding.has("a"));
  assert.equal(to.passed(queue("abc", "c"), "c").current, "c");
});

test("the server's answer changes the card and nothing else", () => {
  const before = to.passed(queue("abc", "a"), "a");
  const comment = { ...item("a").comment, status: "rejected", version: 2 };
  const decision = { id: "d1", action: "reject", undone: false };
  const after = to.renewed(before, "a", comment, decision);
  assert.equal(after.items[0].comment.status, "rejected");
  assert.equal(after.items[0].comment.version, 2);
  assert.deepEqual(after.items[0].decision, decision);
  assert.equal(
    after.items[1],
    before.items[1],
    "an untouched card stays the same object and is not drawn again",
  );
  assert.equal(after.deciding.size, 0);
});

test("undoing gives the card the decision that was in force before, or none", () => {
  const earlier = { id: "d0", action: "approve", undone: false };
  const decided = item("a", { decision: { id: "d1", action: "reject", undone: false } });
  assert.deepEqual(to.withComment(decided, decided.comment, earlier).decision, earlier);
  assert.equal("decision" in to.withComment(decided, decided.comment), false);
});

test("a page that is added shows no card twice", () => {
  const state = to.appended({ ...queue("abc"), next: "1" }, page("cde", "2"));
  assert.equal(ids(state), "abcde");
  assert.equal(state.next, "2");
  assert.equal(state.current, "a");
});

test("a page that is added to an empty list opens its first card", () => {
  assert.equal(to.appended(to.left(queue("a"), "a"), page("bc")).current, "b");
});

test("looking for new ones counts them and moves nothing", () => {
  const before = queue("abc", "b");
  const after = to.polled(before, page("xabyc"));
  assert.equal(after.fresh, 2);
  assert.equal(after.items, before.items);
  assert.equal(after.current, "b");
});

test("a card just decided is not news", () => {
  assert.equal(to.polled(to.left(queue("abc"), "a"), page("abc")).fresh, 0);
});

test("closing a story shows on all its cards and on no other's", () => {
  const other = item("z", { article: { ...story, id: "s2" } });
  const state = to.loaded(to.nothing, { ...page("ab"), items: [item("a"), item("b"), other] });
  const closed = to.storyChanged(state, { ...story, status: "closed" });
  assert.deepEqual(
    closed.items.map(({ article }) => article.status),
    ["closed", "closed", "open"],
  );
});

test("no change alters the state it began with", () => {
  const state = queue("abc", "b");
  const frozen = structuredClone({ ...state });
  to.left(state, "b");
  to.returned(state, item("q"), 0, "x");
  to.polled(state, page("xyz"));
  to.storyChanged(state, { ...story, status: "closed" });
  assert.deepEqual({ ...state }, frozen);
});
