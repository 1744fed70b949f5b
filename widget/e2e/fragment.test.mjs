// The first page of a thread as our server draws it for a publisher, who puts it into the story.

import assert from "node:assert/strict";
import { test } from "node:test";
import { guest } from "./server.mjs";
import { comment, focused, reader, story, world } from "./world.mjs";

/** The fragment for a story, as a publisher's system fetches it. */
async function fragment(url, more) {
  const query = new URLSearchParams({ site: "demo", url, ...more });
  const response = await fetch(`${world.server.url}/t/fragment?${query}`);
  assert.equal(response.status, 200);
  return response.text();
}

/** Publishes two stories about the same thread: one holds the fragment, the other leaves drawing to the widget. */
async function both(url, more = {}) {
  const attributes = Object.entries(more).map(([name, value]) => `${name.replace("_", "-")}="${value}"`);
  return {
    byServer: story({ element: await fragment(url, more) }),
    byWidget: story({
      element: `<understory-comments url="${url}" ${attributes.join(" ")}></understory-comments>`,
    }),
  };
}

const post = (url, text, more = {}) => world.server.post(url, { body: text, ...more });

/** A discussion in which everything occurs that a first page can show. */
async function everything() {
  const url = story();
  const author = guest();
  await post(
    url,
    "> Quoted\n\nSaid, with `code`, **weight** and *stress*, ~~struck~~.\n\n```\n<b>\n\n  kept\n```",
  );
  await post(
    url,
    "1. one\n2. two\n   - within\n\nhttps://example.org/?a=1&b=2 and [mail](mailto:a@example.org)",
  );
  await post(url, 'A name with marks & "quotes" <i>.', { name: "Eve </h3><script>alert(1)</script>" });
  await post(url, "میں رات کو ٹیکسی چلاتی ہوں۔", { name: "فرزانہ قریشی" });
  const deep = await post(url, "The first of a chain.");
  let above = deep;
  for (let level = 2; level <= 7; level++) above = await post(url, `Level ${level}.`, { parent: above.id });
  const fork = await post(url, "Five answers.");
  for (let n = 1; n <= 5; n++) await post(url, `Answer ${n}.`, { parent: fork.id });
  const wide = await post(url, "A fork in a fork in a fork.");
  const second = await post(url, "Second.", { parent: wide.id });
  await post(url, "Second too.", { parent: wide.id });
  const third = await post(url, "Third.", { parent: second.id });
  await post(url, "Third too.", { parent: second.id });
  await post(url, "Fourth.", { parent: third.id });
  await post(url, "Fourth too.", { parent: third.id });
  const gone = await post(url, "Taken back.", { key: author });
  await post(url, "An answer to what is gone.", { parent: gone.id });
  await own(author, "DELETE", `comments/${gone.id}`);
  const edited = await post(url, "Before.", { key: author });
  await own(author, "PATCH", `comments/${edited.id}`, { body: "After." });
  for (let n = 1; n <= 3; n++) await own(guest(), "PUT", `comments/${fork.id}/respect`);
  for (let n = 1; n <= 26; n++) await post(url, `One of many, ${n}.`);
  return url;
}

async function own(key, method, path, body) {
  const response = await fetch(`${world.server.url}/api/v1/${path}?site=demo`, {
    method,
    headers: { "Content-Type": "application/json", Authorization: `Guest ${key}` },
    body: JSON.stringify(body ?? {}),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
}

/** What a shadow root holds, a line for each node, before our script if `bare`. Times and what only one side needs are left out. */
function nodes(page) {
  return page.widget.evaluate((host) => {
    const lines = [];
    const walk = (node, depth) => {
      const indent = "  ".repeat(depth);
      if (node.nodeType === Node.TEXT_NODE) {
        if (node.parentElement.localName !== "time") lines.push(`${indent}“${node.data}”`);
        return;
      }
      const { localName, namespaceURI } = node;
      if (localName === "script" || localName === "link") return;
      const attributes = [...node.attributes]
        .filter(({ name }) => name !== "style")
        .map(({ name, value }) => `${name}=${JSON.stringify(value)}`);
      lines.push(`${indent}${namespaceURI.split("/").at(-1)} ${localName} ${attributes.sort().join(" ")}`);
      for (const child of node.childNodes) walk(child, depth + 1);
    };
    const copy = host.shadowRoot.querySelector("section").cloneNode(true);
    copy.normalize();
    walk(copy, 0);
    return lines;
  });
}

/** Keeps the other half of our code away, which adds to the first drawing. */
const withoutActing = (page) => page.route("**/acting.js", (route) => route.abort("connectionrefused"));

async function drawnByWidget(address) {
  const page = await reader();
  await withoutActing(page);
  await page.goto(address);
  await page.widget.locator(".end > button, .bar, .closed").first().waitFor(); // what is drawn last
  return nodes(page);
}

async function drawnByServer(address) {
  const page = await reader({ javaScriptEnabled: false });
  await page.goto(address);
  return nodes(page);
}

async function wantSame(url, more) {
  const { byServer, byWidget } = await both(url, more);
  const [server, widget] = [await drawnByServer(byServer), await drawnByWidget(byWidget)];
  assert.ok(server.length > 20, "something is drawn");
  assert.deepEqual(server, widget);
}

test("the server draws every kind of comment as the widget does, node by node", async () => {
  const url = await everything();
  await wantSame(url);
  for (const more of [
    { sort: "newest" },
    { sort: "oldest", heading_level: "4" },
    { lang: "ar" },
    { lang: "pt-BR" },
  ]) {
    await wantSame(url, more);
  }
});

test("the server draws a story without comments as the widget does, and one on which nobody can post", async () => {
  await wantSame(story());
  const { origin } = world.publisher;
  world.server.command(["site", "add", "members", "--origin", origin, "--guests", "off"]);
  await wantSame(`${origin}/for-members`, { site: "members" });
});

test("without script the fragment can be read, in the page's own ink, and leads to a page that can post", async () => {
  const url = story();
  const { id } = await post(url, "Drawn by the server.");
  await post(url, "An answer.", { parent: id });
  const head = "<style>body { color: rgb(40, 20, 10) }</style>";
  const page = await reader({ javaScriptEnabled: false });
  await page.goto(story({ element: await fragment(url), head }));
  await comment(page, "An answer.").waitFor();
  assert.equal(await comment(page, "An answer.").locator(".body").evaluate(color), "rgb(40, 20, 10)");
  const avatar = await comment(page, "An answer.").locator(".avatar").boundingBox();
  assert.deepEqual([avatar.width, avatar.height], [24, 24], "the style sheet has come");
  for (const role of ["textbox", "combobox"])
    assert.equal(await page.widget.getByRole(role).count(), 0, role);
  await page.widget.getByRole("link", { name: "Add to the discussion" }).click();
  await page.getByRole("heading", { name: "Comments 2" }).waitFor();
  await page.getByLabel("Add to the discussion").waitFor();
});

const color = (element) => getComputedStyle(element).color;

/** Opens a story that holds the fragment, stops before our script, and lets it come when `release` is called. */
async function beforeScript(address, options) {
  const page = await reader(options);
  page.asked = [];
  page.on("request", (request) => page.asked.push(new URL(request.url()).pathname));
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await page.route("**/embed.js", async (route) => {
    await released;
    await route.continue();
  });
  await page.addInitScript(() => {
    window.moved = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries())
        window.moved.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
    }).observe({ type: "layout-shift", buffered: true });
    addEventListener("understory:ready", () => {
      window.isReady = true;
    });
  });
  await page.goto(address, { waitUntil: "commit" });
  await page.widget.getByRole("article").first().waitFor();
  await page.evaluate(async () => {
    const { shadowRoot } = document.querySelector("understory-comments");
    window.drawn = [...shadowRoot.querySelectorAll("section, section *")];
    // Where each comment stands, and how large it is: a browser counts as a shift only what is in view.
    window.places = () =>
      [...shadowRoot.querySelectorAll("article")].map((article) => {
        const { left, top, width, height } = article.getBoundingClientRect();
        return [left, top + scrollY, width, height].map(Math.round);
      });
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    window.before = window.places();
  });
  return { page, release };
}

const footer = '<footer style="border-top: 1px solid">What the page ends with</footer>';

for (const [kind, paragraphs, css] of [
  ["in view", 1, ""],
  ["in view, of a page with sizes of its own", 1, ":root { font-size: 62.5% } body { font-size: 19px }"],
  ["below the fold", 40, ""],
]) {
  test(`the script takes the nodes ${kind} as they are: none is drawn anew, nothing moves, no thread is asked for`, async () => {
    const url = await everything();
    const head = `<style>${css}</style>`;
    const address = story({ element: await fragment(url), paragraphs, head, after: footer });
    const { page, release } = await beforeScript(address);
    release();
    await page.widget.scrollIntoViewIfNeeded();
    await page.waitForFunction(() => window.isReady);
    await comment(page, "One of many, 26.").getByText("now").waitFor(); // from a date: the other half is there
    const { replaced, added, moved, before, after } = await page.evaluate(async () => {
      const { shadowRoot } = document.querySelector("understory-comments");
      await new Promise((resolve) => setTimeout(resolve, 300));
      const replaced = window.drawn.filter((node) => !node.isConnected).map((node) => node.outerHTML);
      const comments = window.drawn.filter(({ localName }) => localName === "article");
      const added = shadowRoot.querySelectorAll("article").length - comments.length;
      return { replaced, added, moved: window.moved, before: window.before, after: window.places() };
    });
    assert.deepEqual([replaced, added, moved], [[], 0, []]);
    assert.deepEqual(after, before);
    assert.deepEqual(
      page.asked.filter((path) => path === "/api/v1/thread"),
      [],
    );
    assert.deepEqual(page.errors, []);
  });
}

test("what the server has drawn can be used like what the widget draws", async () => {
  const url = await everything();
  const { page, release } = await beforeScript(story({ element: await fragment(url) }));
  release();
  await page.waitForFunction(() => window.isReady);
  const fork = comment(page, "Five answers.");
  const respect = fork.getByRole("button", { name: /^Respect/ });
  await respect.click();
  await page.widget.locator('[aria-pressed="true"]').getByText("4").waitFor();
  await page.widget.getByRole("button", { name: "2 more replies" }).first().click();
  await comment(page, "Answer 5.").waitFor();
  await fork.getByRole("button", { name: "Reply to Ruth Adeyemi" }).click();
  await page.widget.getByLabel("Reply to Ruth Adeyemi").fill("Answered.");
  assert.equal(await (await focused(page)).evaluate((element) => element.localName), "textarea");
  await page.widget.getByLabel("Name", { exact: true }).first().fill("Noor Haddad");
  await page.widget.getByRole("button", { name: "Post reply" }).click();
  await comment(page, "Answered.").getByText("You", { exact: true }).waitFor();
  await page.widget.getByRole("button", { name: "Show more comments" }).click();
  await comment(page, "The first of a chain.").waitFor();
  await page.widget.getByLabel("Sort by").selectOption("oldest");
  await comment(page, "Said, with code").waitFor();
});
