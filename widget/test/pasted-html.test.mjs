import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const { markdownOf } = await source("comments/write/pasted-html");

const cases = [
  ["text alone", "one <b>two</b> three", "one two three"],
  [
    "a link",
    'Read <a class="x" href="https://a.example/b?c=1&amp;d=2">the <i>report</i></a>.',
    "Read [the report](https://a.example/b?c=1&d=2).",
  ],
  [
    "an address that is its own text",
    '<a href="https://a.example/">https://a.example/</a>',
    "https://a.example/",
  ],
  ["brackets in an address", '<a href="https://a.example/(b)">b</a>', "[b](https://a.example/%28b%29)"],
  ["a link without words", 'a <a href="https://a.example/"><img src="x.png"></a> b', "a b"],
  ["a link within its site", '<a href="/local">local</a>', "local"],
  ["a link that runs a script", '<a href="javascript:alert(1)">click</a>', "click"],
  ["paragraphs and lines", "<p>One<br>two</p>\n<p>Three</p>", "One\ntwo\n\nThree"],
  ["a list", "Of these:<ul>\n<li>one</li>\n<li><p>two</p></li></ul>", "Of these:\n\n- one\n- two"],
  ["a numbered list", "<ol><li>one</li><li>two</li></ol>three", "1. one\n2. two\n\nthree"],
  [
    "a quotation of two paragraphs",
    "<blockquote><p>One</p><p>Two</p></blockquote>Three",
    "> One\n> \n> Two\n\nThree",
  ],
  ["a quotation within another", "<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n\n> > b"],
  ["entities", "5 &lt; 6 &amp; &quot;7&quot;&nbsp;&#8217;&#x2019; &unknown;", '5 < 6 & "7" ’’ &unknown;'],
  ["a tag that was written as text", "&lt;b&gt;", "<b>"],
  [
    "a word processor's style sheet",
    "<!--[if mso]><xml><w:View>Normal</w:View></xml><![endif]-->Words<!--EndFragment-->",
    "Words",
  ],
  ["tags that do not match", "</blockquote></ul></li></a><p>Words", "Words"],
];

for (const [what, html, want] of cases) {
  test(`${what}: ${want.replaceAll("\n", "⏎")}`, () => assert.equal(markdownOf(html), want));
}

for (const piece of [
  "<",
  "<a ",
  '<a href="https:',
  '<a href="https://x">',
  "<!--",
  "<blockquote>",
  "<ol>",
  "<br>",
  " \n",
]) {
  test(`a hundred thousand characters of ${JSON.stringify(piece)} take no time`, () => {
    const start = performance.now();
    markdownOf(piece.repeat(100_000 / piece.length));
    const took = performance.now() - start;
    assert.ok(took < 2_000, `${took} ms`);
  });
}
