// Who has to answer for the comments' accessibility reads widget/ACCESSIBILITY.md; it must name tests that there are,
// states that there are, and the keys that the sources listen for.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const read = (path) => readFile(new URL(`../${path}`, import.meta.url), "utf8");
const text = await read("ACCESSIBILITY.md");
const prose = text.replace(/\s+/g, " ");

/** The names of a file's tests; what a name takes from a list stands as “…”. */
async function testsOf(file) {
  const source = await read(`e2e/${file}`);
  const titles = [...source.matchAll(/^\s*test\(\s*(?:"([^"]+)"|`([^`]+)`)/gm)];
  return titles.map(([, plain, template]) => plain ?? template.replace(/\$\{[^}]+\}/g, "…"));
}

test("each test that is named is in the file that is named", async () => {
  const named = [...prose.matchAll(/`e2e\/([\w-]+\.test\.mjs)`((?:,? “[^”]+”)*)/g)];
  assert.ok(named.length >= 15, `${named.length} files are named`);
  for (const [, file, quoted] of named) {
    const names = [...quoted.matchAll(/“([^”]+)”/g)].map(([, name]) => name);
    assert.ok(names.length > 0, `no test is named behind ${file}`);
    const all = await testsOf(file);
    assert.deepEqual(
      names.filter((name) => !all.includes(name)),
      [],
      file,
    );
  }
});

test("the states that are named are all that the tests reach", async () => {
  const source = await read("e2e/states.mjs");
  const body = source.slice(source.indexOf("export const states"));
  const states = [...body.matchAll(/^ {2}(?:"([^"]+)"|(\w+)): /gm)].map(([, quoted, bare]) => quoted ?? bare);
  const [, listed] = /The states are: ([^.]+)\./.exec(prose) ?? [];
  assert.ok(states.length > 40);
  assert.deepEqual(listed.split(", ").sort(), states.sort());
});

test("each single key is told, and no other", async () => {
  const source = await read("src/comments/reader/keys.ts");
  const listened = [...source.matchAll(/^\s+([a-z]): \(\) =>|\bkey === "(.)"/gm)].map(
    ([, move, act]) => move ?? act,
  );
  const rows = text.split("\n").filter((line) => line.startsWith("| `"));
  const told = rows.flatMap((row) => [...row.split("|")[1].matchAll(/`(.)`/g)].map(([, key]) => key));
  assert.ok(listened.length >= 8);
  assert.deepEqual(told.sort(), listened.sort());
});

test("the keys of the editor are told", async () => {
  const source = await read("src/comments/write/toolbar.ts");
  const letters = [...source.matchAll(/^\s+\["\w+", "([a-z])",/gm)].map(([, key]) => key.toUpperCase());
  const [, told] = /Ctrl or ⌘ with ([^;]+);/.exec(prose) ?? [];
  assert.deepEqual(
    [...told.matchAll(/`([A-Z])`/g)].map(([, key]) => key).sort(),
    [...letters, ...[...source.matchAll(/^\s+"([a-z])",$/gm)].map(([, key]) => key.toUpperCase())].sort(),
  );
});

test("no line is too long to read", () => {
  assert.deepEqual(
    text.split("\n").filter((line) => [...line].length > 130),
    [],
  );
});
