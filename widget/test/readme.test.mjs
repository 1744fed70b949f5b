// The page's author reads widget/README.md; it must say what the sources say.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const widget = fileURLToPath(new URL("../", import.meta.url));
const readme = await readFile(join(widget, "README.md"), "utf8");

async function sources(folder, ending) {
  const entries = await readdir(join(widget, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.name.endsWith(ending));
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "utf8")));
  return texts.join("\n");
}

const comments = await sources("src/comments", ".ts");
const loader = await sources("src/loader", ".ts");
const avatar = await readFile(join(widget, "src/shared/avatar.ts"), "utf8");
const styles = await sources("src/comments/style", ".css");

/** What stands in backquotes in the first column of the section's tables. */
function documented(section) {
  const text = readme.split(/^## /m).find((part) => part.startsWith(section));
  const rows = text.split("\n").filter((line) => line.startsWith("| `"));
  return rows.flatMap((row) => [...row.split("|")[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name)).sort();
}

const found = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();

test("each custom property is documented, and no other", () => {
  const properties = documented("Colours").filter((name) => name.startsWith("--"));
  assert.deepEqual(properties, found(styles, /(--understory-[a-z0-9-]+)/g));
});

test("each part is documented, and no other", () => {
  const parts = documented("Colours").filter((name) => !name.startsWith("--"));
  assert.deepEqual(parts, [...new Set(["reply", ...found(comments + avatar, /part: "([a-z-]+)"/g)])].sort());
});

test("each observed attribute is documented", () => {
  const observed = /"(site,[a-z,-]+)"/.exec(loader)?.[1].split(",") ?? [];
  assert.ok(observed.length > 5, "the list of observed attributes is not where this test looks");
  const all = documented("Attributes");
  assert.deepEqual(
    observed.filter((name) => !all.includes(name)),
    [],
  );
});

test("each event that is dispatched is documented", () => {
  const events = documented("Events").map((name) => name.replace("understory:", ""));
  const dispatched = found(comments, /emit\(\s*"([a-z-]+)"/g);
  assert.ok(dispatched.length >= 5);
  assert.deepEqual(
    dispatched.filter((name) => !events.includes(name)),
    [],
  );
});
