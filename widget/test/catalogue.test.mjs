import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { source } from "./source.mjs";

const src = fileURLToPath(new URL("../src/", import.meta.url));
const { translator } = await source("shared/i18n/translate");
const { withNodes } = await source("shared/view/with-nodes");
const texts = new URL("../texts/", import.meta.url);
const read = async (file) => JSON.parse(await readFile(new URL(file, texts), "utf8"));
const english = await read("en.json");
const catalogues = {
  reading: english.reading,
  writing: english.writing,
};

/** Keys that the code puts together. */
const composed = /^(problem|reason|gone)_/;

async function code(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.name.endsWith(".ts"));
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "utf8")));
  return texts.join("\n");
}

const widget = (
  await Promise.all(["loader", "count", "comments", "shared"].map((folder) => code(src + folder)))
).join("\n");

for (const [name, catalogue] of Object.entries(catalogues)) {
  test(`each text of ${name} is used`, () => {
    const unused = Object.keys(catalogue).filter(
      (key) =>
        !composed.test(key) &&
        !widget.includes(`"${key}"`) &&
        !widget.includes(`texts.${key}`) &&
        !["best", "newest", "oldest"].includes(key),
    );
    assert.deepEqual(unused, []);
  });

  test(`each text of ${name} has every form that English needs, with the same holes`, () => {
    for (const [key, message] of Object.entries(catalogue)) {
      if (typeof message === "string") continue;
      assert.deepEqual(Object.keys(message).sort(), ["one", "other"], key);
      const holes = (sentence) => (sentence.match(/\{\w+\}/g) ?? []).sort();
      assert.deepEqual(holes(message.one), holes(message.other), key);
      assert.ok(message.other.includes("{n}"), key);
    }
  });
}

test("each text that the code asks for is there", () => {
  const all = Object.assign({}, ...Object.values(catalogues));
  const asked = [...widget.matchAll(/\b(?:t|words)\("([^"]+)"/g)].map(([, key]) => key);
  assert.ok(asked.length > 50, `only ${asked.length} texts are asked for: has the way of asking changed?`);
  assert.deepEqual(
    asked.filter((key) => !(key in all)),
    [],
  );
});

test("each reason that one can report has its words", () => {
  for (const reason of ["abuse", "hate", "threat", "spam", "off_topic", "other"]) {
    assert.ok(`reason_${reason}` in catalogues.writing, reason);
  }
});

test("each tombstone says why it is one", () => {
  for (const status of ["rejected", "withdrawn", "erased"])
    assert.ok(`gone_${status}` in catalogues.reading, status);
});

const messages = {
  hello: "Hello {name}, {name}!",
  left: { one: "{n} left", other: "{n} left of {all}" },
  few: { few: "{n} few", other: "{n} other" },
};

const sentences = [
  ["en", "hello", { name: "Ruth" }, "Hello Ruth, Ruth!"],
  ["en", "hello", {}, "Hello {name}, {name}!"],
  ["en", "left", { n: 1 }, "1 left"],
  ["en", "left", { n: 1234, all: 5000 }, "1,234 left of 5,000"],
  ["de", "left", { n: 1234, all: 5000 }, "1.234 left of 5.000"],
  ["pl", "few", { n: 3 }, "3 few"],
  ["pl", "few", { n: 5 }, "5 other"],
  ["en", "hello", { name: "$& {n}" }, "Hello $& {n}, $& {n}!"],
];
for (const [lang, key, params, want] of sentences) {
  test(`${lang}: ${key} with ${JSON.stringify(params)} reads “${want}”`, () => {
    assert.equal(translator(messages, lang)(key, params), want);
  });
}

test("nodes fill the holes of a sentence, in the order of the language", () => {
  const name = { node: true };
  assert.deepEqual(withNodes("Reply to {name}", { name }), ["Reply to ", name]);
  assert.deepEqual(withNodes("{name} zu antworten", { name }), [name, " zu antworten"]);
});

/** The languages that DESIGN names; each wants native review, as texts/README.md says. */
const languages = "en de fr es pt it nl pl tr ru uk ar fa ur he hi bn zh-Hans zh-Hant ja ko id vi sw".split(
  " ",
);

test("there is a file for each language, and no other", async () => {
  const files = (await readdir(texts)).filter((name) => name.endsWith(".json"));
  assert.deepEqual(files.sort(), languages.map((lang) => `${lang}.json`).sort());
});

const holesOf = (sentence) => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort();

for (const lang of languages) {
  test(`${lang} says all that English says, with the same holes`, async () => {
    const theirs = await read(`${lang}.json`);
    assert.deepEqual(Object.keys(theirs), Object.keys(english));
    for (const [section, messages] of Object.entries(english)) {
      assert.deepEqual(Object.keys(theirs[section]).sort(), Object.keys(messages).sort(), section);
      for (const [key, message] of Object.entries(messages))
        sameHoles(lang, key, message, theirs[section][key]);
    }
  });
}

/** A form for one, or for none or two, may say the number in words. */
function sameHoles(lang, key, english, theirs) {
  if (typeof theirs === "string") {
    assert.equal(typeof english, "string", key);
    assert.deepEqual(holesOf(theirs), holesOf(english), key);
    return;
  }
  // A language may have forms for what English says in one.
  const { pluralCategories } = new Intl.PluralRules(lang).resolvedOptions();
  assert.deepEqual(Object.keys(theirs).sort(), [...pluralCategories].sort(), key);
  const wanted = holesOf(english.other ?? english);
  for (const [form, sentence] of Object.entries(theirs)) {
    const holes = holesOf(sentence);
    const mayLack = ["zero", "one", "two"].includes(form) ? "{n}" : "";
    assert.deepEqual(
      holes.filter((hole) => hole !== mayLack),
      wanted.filter((hole) => hole !== mayLack),
      `${key}, ${form}`,
    );
  }
}
