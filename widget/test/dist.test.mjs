import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { build } from "../build.mjs";

const dist = new URL("../dist/", import.meta.url);

test("dist is what the sources give", async () => {
  const files = await build();
  assert.deepEqual((await readdir(dist)).sort(), [...files.keys()].sort());
  for (const [name, text] of files) {
    assert.ok((await readFile(new URL(name, dist), "utf8")) === text, `${name} is stale; run: npm run build`);
  }
});

test("no script of ours writes HTML, evaluates text or sets a style attribute", async () => {
  const sinks =
    /\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function|setHTMLUnsafe|srcdoc|createContextualFragment|DOMParser|["'`]style["'`],/;
  for (const name of (await readdir(dist)).filter((file) => file.endsWith(".js"))) {
    const found = sinks.exec(await readFile(new URL(name, dist), "utf8"));
    assert.equal(found?.[0], undefined, name);
  }
});

test("no script of ours names a server", async () => {
  for (const name of (await readdir(dist)).filter((file) => file.endsWith(".js"))) {
    const text = await readFile(new URL(name, dist), "utf8");
    const servers = (text.match(/https?:\/\/[\w.-]+/g) ?? []).filter((url) => url !== "http://www.w3.org");
    assert.deepEqual(servers, [], name);
  }
});
