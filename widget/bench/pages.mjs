// The publisher's pages: one story, short and long, with our comments, with none, and with the same comments
// written into the page itself.

import { gzipSync } from "node:zlib";
import { Publisher } from "../e2e/publisher.mjs";

const paragraph =
  "<p>The council voted on Thursday to dim the street lamps after midnight, in a trial of two winters that will be measured against streets where nothing changes.</p>";

export class Pages {
  #publisher;
  #canonical;

  /** `thread` is the address of the story whose comments `server` has. */
  static async publish({ server, thread }) {
    const pages = new Pages();
    pages.#publisher = await Publisher.start();
    pages.#canonical = `<link rel="canonical" href="${thread}">`;
    const script = `<script async src="${server}/embed.js" data-site="demo"></script>`;
    /** Comments are in view when it opens; the page keeps the room of a window for them. */
    pages.short = pages.#story("/short", 2, element() + script);
    /** Comments are below the fold, and the page keeps no room. */
    pages.long = pages.#story("/long", 40, script);
    /** The short story, and where its comments would stand a box to type into. */
    pages.bare = pages.#story("/bare", 2, "<label>Words <textarea></textarea></label>");
    return pages;
  }

  /** The short story with all that a reader sees of the comments in its HTML. */
  withDrawn(comments) {
    return this.#story("/drawn", 2, element(comments));
  }

  close() {
    this.#publisher.close();
  }

  #story(path, paragraphs, end) {
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lamps to be dimmed</title>
      <meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">${this.#canonical}</head>
      <body><main><h1>Lamps to be dimmed</h1>${paragraph.repeat(paragraphs)}${end}</main>
      <footer>What the page ends with</footer></body></html>`;
    return this.#publisher.page(path, gzipSync(html), { "Content-Encoding": "gzip" });
  }
}

function element(content = "") {
  return `<understory-comments style="display: block; min-height: 100vh">${content}</understory-comments>`;
}
