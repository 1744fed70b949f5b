import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "../build.mjs";

const dist = new URL("../dist/", import.meta.url);

/** The names of all files in dist, such as texts/de.js. */
async function names() {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const folder = fileURLToPath(dist);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

async function scripts() {
  return (await names()).filter((name) => name.endsWith(".js"));
}

test("dist is what the sources give", async () => {
  const files = await build();
  assert.deepEqual((await names()).sort(), [...files.keys()].sort());
  for (const [name, text] of files) {
    assert.ok((await readFile(new URL(name, dist), "utf8")) === text, `${name} is stale; run: npm run build`);
  }
});

test("no script of ours writes HTML, evaluates text or sets a style attribute", async () => {
  const sinks =
    /\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function|setHTMLUnsafe|srcdoc|createContextualFragment|DOMParser|["'`]style["'`],/;
  for (const name of await scripts()) {
    const found = sinks.exec(await readFile(new URL(name, dist), "utf8"));
    assert.equal(found?.[0], undefined, name);
  }
});

/** Addresses that are names of vocabularies, which nobody asks. */
const vocabularies = ["http://www.w3.org", "https://schema.org"];

test("no script of ours names a server", async () => {
  for (const name of await scripts()) {
    const text = await readFile(new URL(name, dist), "utf8");
    const servers = (text.match(/https?:\/\/[\w.-]+/g) ?? []).filter((url) => !vocabularies.includes(url));
    assert.deepEqual(servers, [], name);
  }
});
