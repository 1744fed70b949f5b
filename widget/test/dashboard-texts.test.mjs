import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { source } from "./source.mjs";

const folder = fileURLToPath(new URL("../src/dashboard/", import.meta.url));

const { english } = await source("dashboard/texts");
const { reasons, queueNames } = await source("dashboard/api/moderation");
const { explain, reasonName } = await source("dashboard/words");
const statuses = ["published", "held", "rejected", "withdrawn", "erased"];
const actions = ["approve", "reject", "close", "open", "undo"];

test("whatever the server can name has words", () => {
  const keys = [
    ...reasons.map((reason) => `reason.${reason}`),
    ...queueNames.flatMap((queue) => [`queue.${queue}`, `queue.${queue}.order`]),
    ...statuses.map((status) => `status.${status}`),
    ...actions.map((action) => `decided.${action}`),
  ];
  assert.deepEqual(
    keys.filter((key) => !(key in english)),
    [],
  );
});

test("every text is used", async () => {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith(".ts") && name !== "texts.ts");
  files.push("../shared/time.ts");
  const code = (await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")))).join("\n");
  const families = [...code.matchAll(/`([a-z.]+\.)\$\{/g)].map(([, start]) => start);
  const unused = Object.keys(english).filter(
    (key) => !code.includes(`"${key}"`) && !families.some((start) => key.startsWith(start)),
  );
  assert.deepEqual(unused, []);
});

test("every form of a plural has the same holes", () => {
  for (const [key, message] of Object.entries(english)) {
    if (typeof message === "string") continue;
    const holes = Object.values(message).map((form) => [...form.matchAll(/\{\w+\}/g)].join());
    assert.equal(new Set(holes).size, 1, key);
  }
});

test("a reason that only a newer server knows is shown as it came", () => {
  assert.equal(reasonName("spam"), "Spam or advertising");
  assert.equal(reasonName("doxxing"), "doxxing");
});

test("an error of our own code is not dressed up as the server's", () => {
  assert.throws(() => explain(new TypeError("x is undefined")), TypeError);
});
