import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const { Keys } = await source("dashboard/keys");

/** What one press means to somebody who pressed nothing before. */
function command(press) {
  return new Keys().command(down(press), 0);
}

function down(press) {
  const plain = {
    code: "",
    control: false,
    alt: false,
    repeat: false,
    typing: false,
    choosing: false,
  };
  return { ...plain, ...press };
}

test("each key has its command", () => {
  const commands = {
    j: { do: "move", step: 1 },
    k: { do: "move", step: -1 },
    a: { do: "approve" },
    r: { do: "reject" },
    z: { do: "undo" },
    v: { do: "view" },
    l: { do: "story" },
    ".": { do: "fresh" },
    "?": { do: "help" },
    Escape: { do: "escape" },
  };
  for (const [key, want] of Object.entries(commands)) assert.deepEqual(command({ key }), want, key);
});

test("other keys are left to the browser", () => {
  for (const key of ["Enter", "Tab", " ", "1", "q", "/", "ArrowDown", "F5"]) {
    assert.equal(command({ key }), undefined, key);
  }
});

test("keys are silent while somebody types, but Escape still leaves", () => {
  for (const key of ["a", "r", "z", "?", "g"]) {
    assert.equal(command({ key, typing: true }), undefined, key);
  }
  assert.deepEqual(command({ key: "Escape", typing: true }), { do: "escape" });
});

test("the browser keeps its own chords, all but undo", () => {
  assert.equal(command({ key: "r", control: true }), undefined);
  assert.equal(command({ key: "f", control: true }), undefined);
  assert.equal(command({ key: "a", alt: true }), undefined);
  assert.deepEqual(command({ key: "z", control: true }), { do: "undo" });
  assert.equal(command({ key: "z", control: true, typing: true }), undefined, "the text field's own undo");
});

test("a key held down moves on but decides nothing", () => {
  assert.deepEqual(command({ key: "j", repeat: true }), { do: "move", step: 1 });
  for (const key of ["a", "r", "z", "l"]) assert.equal(command({ key, repeat: true }), undefined, key);
  assert.equal(command({ key: "z", control: true, repeat: true }), undefined);
});

test("digits choose a reason, and only while the menu is open", () => {
  const wanted = ["abuse", "hate", "threat", "spam", "off_topic", "illegal", "other"];
  wanted.forEach((reason, index) => {
    assert.deepEqual(command({ key: `${index + 1}`, choosing: true }), { do: "reason", reason });
  });
  for (const key of ["0", "8", "a", "j", "z"]) assert.equal(command({ key, choosing: true }), undefined, key);
  assert.equal(command({ key: "1", choosing: true, typing: true }), undefined, "a digit in the note");
});

test("g and a letter go to a view", () => {
  const places = { r: "reported", h: "held", n: "recent", s: "stories", l: "log" };
  for (const [key, to] of Object.entries(places)) {
    const keys = new Keys();
    assert.equal(keys.command(down({ key: "g" }), 0), undefined);
    assert.deepEqual(keys.command(down({ key }), 500), { do: "go", to }, key);
  }
});

test("g forgets after a while, and after one letter", () => {
  const late = new Keys();
  late.command(down({ key: "g" }), 0);
  assert.deepEqual(late.command(down({ key: "r" }), 1500), { do: "reject" });

  const once = new Keys();
  once.command(down({ key: "g" }), 0);
  assert.equal(
    once.command(down({ key: "a" }), 100),
    undefined,
    "no view has this letter, so nothing is decided",
  );
  assert.deepEqual(once.command(down({ key: "a" }), 200), { do: "approve" });
});

test("a keyboard that writes no Latin letters has the same keys", () => {
  assert.deepEqual(command({ key: "о", code: "KeyJ" }), { do: "move", step: 1 });
  assert.deepEqual(command({ key: "ش", code: "KeyA" }), { do: "approve" });
  assert.deepEqual(
    command({ key: "a", code: "KeyQ" }),
    { do: "approve" },
    "a French keyboard means what it writes",
  );
});
