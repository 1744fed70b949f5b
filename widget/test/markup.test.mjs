import assert from "node:assert/strict";
import { test } from "node:test";
import { openDocument } from "./browser.mjs";
import { source } from "./source.mjs";

const document = openDocument();
const { render } = await source("shared/markup");
const { plainText } = await source("shared/plain-text");

function html(body) {
  const box = document.createElement("div");
  box.append(render(body));
  return box.innerHTML;
}

const cases = [
  ["a paragraph", [["p", "Hello ", ["em", "you"], ["br"], "there"]], "<p>Hello <em>you</em><br>there</p>"],
  [
    "text that looks like markup",
    [["p", "<img src=x onerror=alert(1)>"]],
    "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
  ],
  [
    "lists and quotes",
    [["blockquote", ["ul", ["li", "one"]]]],
    "<blockquote><ul><li>one</li></ul></blockquote>",
  ],
  [
    "a tag it does not know",
    [["p", ["blink", "old ", ["strong", "news"]]]],
    "<p>old <strong>news</strong></p>",
  ],
  ["a script", [["script", "alert(1)"]], "alert(1)"],
  ["an image", [["p", ["img", { src: "https://tracker.example/x.gif" }]]], "<p></p>"],
  ["attributes other than href", [["p", { onclick: "alert(1)", class: "x" }, "text"]], "<p>text</p>"],
  ["a code block given as text", [["pre", "a < b\n"]], '<pre tabindex="0"><code>a &lt; b\n</code></pre>'],
  [
    "a code block given as code",
    [["pre", ["code", "a < b\n"]]],
    '<pre tabindex="0"><code>a &lt; b\n</code></pre>',
  ],
  ["no blocks", [], ""],
];

for (const [what, body, want] of cases) {
  test(`of ${what} only what is allowed is shown`, () => {
    assert.equal(html(body), want);
  });
}

for (const href of ["https://example.org/a?b=c", "http://example.org", "mailto:desk@example.org"]) {
  test(`a link to ${href} is a link that passes on no credit`, () => {
    const box = document.createElement("div");
    box.append(render([["p", ["a", { href }, "there"]]]));
    const link = box.querySelector("a");
    assert.equal(link.getAttribute("href"), href);
    assert.equal(link.getAttribute("rel"), "ugc nofollow noopener");
    assert.deepEqual([...link.getAttributeNames()].sort(), ["href", "rel"]);
  });
}

const dangerous = [
  "javascript:alert(1)",
  " javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,x",
  "vbscript:x",
  "//example.org",
  "/relative",
  "",
  "blob:https://example.org/1",
  "file:///etc/passwd",
];
for (const href of dangerous) {
  test(`a link to ${JSON.stringify(href)} is only its words`, () => {
    assert.equal(html([["p", ["a", { href }, "click ", ["em", "me"]]]]), "<p>click <em>me</em></p>");
  });
}

test("a link without an address is only its words", () => {
  assert.equal(html([["p", ["a", "here"], ["a", {}, "there"]]]), "<p>herethere</p>");
});

test("plain text puts blocks on lines of their own", () => {
  assert.equal(
    plainText([
      ["p", "One ", ["em", "two"]],
      ["ul", ["li", "three"], ["li", "four"]],
    ]),
    "One two\nthree\nfour",
  );
});
