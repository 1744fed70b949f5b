// The pinned build: one file that the page names by its content.

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrived, comment, post, reader, world } from "./world.mjs";

const file = async (name) => (await fetch(`${world.server.url}/assets/now/${name}`)).text();

/** The pinned file's own address, and what stands beside it in the tag. */
async function pinned() {
  const build = (await file("build.txt")).trim();
  const integrity = (await file("integrity.txt")).trim();
  return { integrity, source: `${world.server.url}/assets/${build}/understory.js` };
}

let pages = 0;

/** A page of a foreign origin with a pinned tag, and a comment on it. */
async function published({ source, attributes, lang = "en", headers = {} }) {
  pages++;
  const address = world.publisher.page(
    `/pinned-${pages}`,
    `<!doctype html><html lang="${lang}"><title>x</title><h1>Title</h1>
     <p id="count"><understory-count>Comments</understory-count></p>
     <script async src="${source}" ${attributes} data-site="demo"></script>`,
    headers,
  );
  await world.server.post(address, { body: "Under the pinned tag." });
  return address;
}

async function open(address) {
  const page = await reader();
  page.scripts = [];
  page.on("request", (request) => {
    if (request.resourceType() === "script") page.scripts.push(new URL(request.url()).pathname);
  });
  await page.goto(address);
  await comment(page, "Under the pinned tag.").waitFor();
  return page;
}

test("with its integrity a foreign page reads, counts and writes, and no other script is asked for", async () => {
  const { integrity, source } = await pinned();
  const attributes = `integrity="${integrity}" crossorigin="anonymous"`;
  const page = await open(await published({ source, attributes }));
  await post(page, { text: "Written with one file.", name: "Noor Haddad" });
  await arrived(page, "Written with one file.");
  await page.locator("#count").getByText("1 comment").waitFor();
  assert.deepEqual(page.scripts, [new URL(source).pathname]);
  assert.deepEqual(page.errors, []);
});

test("a browser does not run a file that is another", async () => {
  const { integrity, source } = await pinned();
  const attributes = `integrity="${integrity.replace(/-./, "-_")}" crossorigin="anonymous"`;
  const page = await reader();
  const refused = page.waitForEvent("console", (message) => /integrity/i.test(message.text()));
  await page.goto(await published({ source, attributes }));
  await refused;
  assert.equal(await page.widget.count(), 0);
});

test("a page that keeps the file on its own server names ours by data-base, and runs no script of ours", async () => {
  const ours = world.server.url;
  const source = world.publisher.page("/js/comments-of-the-paper.js", await file("understory.js"), {
    "Content-Type": "text/javascript; charset=utf-8",
  });
  const page = await open(
    await published({
      source,
      attributes: `data-base="${ours}"`,
      headers: { "Content-Security-Policy": `default-src 'none'; script-src 'self'; connect-src ${ours}` },
    }),
  );
  await post(page, { text: "Written from their own file.", name: "Noor Haddad" });
  await arrived(page, "Written from their own file.");
  assert.deepEqual(page.scripts, ["/js/comments-of-the-paper.js"]);
  assert.deepEqual(page.errors, []);
});

test("words of another language are fetched, and English stands in where the page forbids that", async () => {
  const { integrity, source } = await pinned();
  const attributes = `integrity="${integrity}" crossorigin="anonymous"`;
  const page = await open(await published({ source, attributes, lang: "pt-BR" }));
  assert.match(page.scripts[1], /\/texts\/pt-BR\.js$/);

  const strict = { "Content-Security-Policy": `script-src ${source}` };
  const forbidden = await open(await published({ source, attributes, lang: "pt-BR", headers: strict }));
  await forbidden.widget.getByRole("heading", { name: "Comments" }).waitFor();
});
