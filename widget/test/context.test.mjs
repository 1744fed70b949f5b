import assert from "node:assert/strict";
import { test } from "node:test";
import { openDocument } from "./browser.mjs";
import { source } from "./source.mjs";

let evaluations = 0;

/** What the loader takes an element for: `body` holds it, with the tag. */
async function told({ body, head = "", html = {}, url = "https://news.example/story?id=7&gclid=1#top" }) {
  const document = openDocument(url);
  Object.assign(document.documentElement, html);
  document.head.innerHTML = head;
  document.body.innerHTML = body.replace(
    "{tag}",
    'script data-site="demo" src="https://c.example/in/embed.js"',
  );
  // The module reads the tag once, as a page would; another document needs it anew.
  const { context } = await source("loader/context", ++evaluations);
  return context(document.querySelector("understory-comments"));
}

const tag = "<{tag}></script>";
const element = "<understory-comments></understory-comments>";
const canonical = '<link rel="canonical" href="/canonical?utm_source=x">';

const pages = [
  ["the canonical address wins", { head: canonical }, "https://news.example/canonical"],
  [
    "a canonical among other relations counts",
    { head: '<link rel="alternate canonical" href="/both">' },
    "https://news.example/both",
  ],
  ["without one the page's own address is taken", {}, "https://news.example/story?id=7"],
  [
    "a canonical that is no web address is passed over",
    { head: '<link rel="canonical" href="app:story">' },
    "https://news.example/story?id=7",
  ],
  [
    "what the element names wins over the canonical address",
    { head: canonical, body: `<understory-comments url="../other#x"></understory-comments>${tag}` },
    "https://news.example/other",
  ],
  [
    "so does what the tag names",
    { head: canonical, body: `${element}<{tag} data-url="/of-the-tag"></script>` },
    "https://news.example/of-the-tag",
  ],
  ["a file has no address to ask for", { url: "file:///home/story.html" }, ""],
];
for (const [what, page, want] of pages) {
  test(what, async () => {
    assert.equal((await told({ body: element + tag, ...page })).page.url, want);
  });
}

const threads = [
  ["the tag's thread is that of a bare element", "", "of-the-tag"],
  ["an element's own thread wins", 'thread-id="own"', "own"],
  ["an element with an address of its own is not about the tag's thread", 'url="/b"', undefined],
  ["its thread counts beside its address", 'url="/b" thread-id="own"', "own"],
];
for (const [what, attributes, want] of threads) {
  test(what, async () => {
    const body = `<understory-comments ${attributes}></understory-comments><{tag} data-thread-id="of-the-tag"></script>`;
    assert.equal((await told({ body })).page.threadId, want);
  });
}

const languages = [
  [
    "the element's",
    { body: `<p lang="fr"><understory-comments lang="de"></understory-comments></p>${tag}` },
    "de",
  ],
  ["the tag's", { body: `<p lang="fr">${element}</p><{tag} data-lang="en-GB"></script>` }, "en-GB"],
  [
    "that of what is around it",
    { body: `<p lang="en-AU">${element}</p>${tag}`, html: { lang: "fr" } },
    "en-AU",
  ],
  ["the page's", { html: { lang: "en_US" } }, "en_US"],
  ["English where none is named", { html: { lang: "" } }, "en"],
];
for (const [what, page, want] of languages) {
  test(`the language is ${what}`, async () => {
    const { lang, texts } = await told({ body: element + tag, ...page });
    assert.equal(lang, want);
    assert.equal(texts === undefined, want.startsWith("en"), "English is compiled in");
  });
}

test("everything is asked of the folder that the tag comes from", async () => {
  assert.equal((await told({ body: element + tag })).base, "https://c.example/in/");
});
