// Somebody else's site: plain pages on an origin of their own, which hold our tag and know nothing of us.

import { once } from "node:events";
import { createServer } from "node:http";

const paragraph =
  "<p>The council voted on Thursday to dim the street lamps after midnight, in a trial of two winters that will be measured against streets where nothing changes.</p>";

/** `headers` are sent with every page, as by a strict publisher. */
export class Publisher {
  #pages = new Map();

  static async start() {
    const publisher = new Publisher();
    publisher.server = createServer((request, response) => publisher.#answer(request, response));
    publisher.server.listen(0, "127.0.0.1");
    await once(publisher.server, "listening");
    return publisher;
  }

  /** Cross-site to ours, since that is at 127.0.0.1. */
  get origin() {
    return `http://localhost:${this.server.address().port}`;
  }

  /** Publishes a page; gives its address. */
  page(path, html, headers = {}) {
    this.#pages.set(path, { html, headers });
    return this.origin + path;
  }

  /**
   * A story of some paragraphs with the one tag below them. `element` stands where the comments belong, for
   * a page that places them itself; `root` holds the attributes of the whole page.
   */
  story(path, embed, options = {}) {
    const { paragraphs = 6, site = "demo", root = 'lang="en"', headers = {} } = options;
    const { head = "", element = "", after = "" } = options;
    const html = `<!doctype html><html ${root}><head><meta charset="utf-8"><title>Lamps to be dimmed</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">${head}</head>
      <body><main><h1>Lamps to be dimmed</h1>${paragraph.repeat(paragraphs)}${element}
      <script async src="${embed}/embed.js" data-site="${site}"></script></main>${after}</body></html>`;
    return this.page(path, html, headers);
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  #answer(request, response) {
    if (request.url === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    const page = this.#pages.get(new URL(request.url, this.origin).pathname);
    response.writeHead(page ? 200 : 404, { "Content-Type": "text/html; charset=utf-8", ...page?.headers });
    response.end(page?.html ?? "<!doctype html><title>Nothing here</title>");
  }
}
