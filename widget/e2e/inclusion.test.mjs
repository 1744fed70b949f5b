// The ways in which a tag comes into a page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, reader, world } from "./world.mjs";

let pages = 0;

/** Publishes a page and comments on it; `{tag}` stands for the attributes of our script tag. */
async function published(html) {
  pages++;
  const tag = `src="${world.server.url}/embed.js" data-site="demo"`;
  const address = world.publisher.page(`/inclusion-${pages}`, html.replaceAll("{tag}", tag));
  await world.server.post(address, { body: "Under this very page." });
  return address;
}

/** Opens the page and finds one widget with the page's comment, in a page that logs no error. */
async function showsComments(address) {
  const page = await reader();
  await page.goto(address);
  await comment(page, "Under this very page.").waitFor();
  assert.equal(await page.widget.count(), 1);
  assert.deepEqual(page.errors, []);
  return page;
}

const start = '<!doctype html><html lang="en"><title>x</title>';

const inclusions = [
  ["async, below the story", `${start}<h1>Title</h1><script async {tag}></script>`],
  ["neither async nor deferred", `${start}<h1>Title</h1><script {tag}></script><p>After</p>`],
  ["deferred", `${start}<h1>Title</h1><script defer {tag}></script><p>After</p>`],
  ["twice", `${start}<h1>Title</h1><script async {tag}></script><script async {tag}></script>`],
  [
    "in the head, with an element in the body",
    `<!doctype html><html lang="en"><head><title>x</title><script {tag}></script></head>
     <body><p>Text</p><understory-comments></understory-comments></body>`,
  ],
  [
    "before its element",
    `${start}<script {tag}></script><h1>Title</h1><understory-comments></understory-comments>`,
  ],
  [
    "by document.write",
    `${start}<h1>Title</h1><script>document.write('<script async {tag}></scr' + 'ipt>')</script>`,
  ],
  [
    "by a script of the page",
    `${start}<h1>Title</h1><main></main><script>
       const tag = document.createElement("main");
       tag.innerHTML = '<script {tag}></scr' + 'ipt>';
       const copy = document.createElement("script");
       for (const { name, value } of tag.firstChild.attributes) copy.setAttribute(name, value);
       document.querySelector("main").append(copy);
     </script>`,
  ],
];
for (const [how, html] of inclusions) {
  test(`a tag included ${how} shows the comments once`, async () => {
    await showsComments(await published(html));
  });
}

// What optimisers do to scripts, each in the shape that it leaves behind.
const optimisers = [
  [
    "disables scripts by another type and puts copies in their place later",
    `<h1>Title</h1><script type="text/rocketscript" {tag}></script><script>
       addEventListener("load", () => {
         const disabled = document.querySelector("script[type='text/rocketscript']");
         const copy = document.createElement("script");
         for (const { name, value } of disabled.attributes) if (name !== "type") copy.setAttribute(name, value);
         disabled.replaceWith(copy);
       });
     </script>`,
  ],
  [
    "keeps the disabled tag and runs a copy from the head",
    `<h1>Title</h1><script type="text/lazy" {tag}></script><script>
       const disabled = document.querySelector("script[type='text/lazy']");
       const copy = document.createElement("script");
       copy.src = disabled.src;
       fetch(copy.src).then((response) => response.text()).then((code) => (0, eval)(code));
     </script>`,
  ],
  [
    "moves scripts to the end of the body and defers them",
    `<h1>Title</h1><p>Text</p><footer>Footer</footer><script defer {tag}></script>`,
  ],
  [
    "fetches the script and runs its text, so that no script is the current one",
    `<h1>Title</h1><script type="text/plain" src="https://gallery.example/embed.js"></script>
     <script type="text/plain" id="ours" {tag}></script><script>
       fetch(document.getElementById("ours").src)
         .then((response) => response.text())
         .then((code) => setTimeout(code));
     </script>`,
  ],
];
for (const [what, html] of optimisers) {
  test(`an optimiser that ${what} does no harm`, async () => {
    await showsComments(await published(start + html));
  });
}

test("two builds on a page: the first that runs serves all, the other leaves it alone", async () => {
  const page = await reader();
  const code = await (await fetch(`${world.server.url}/embed.js`)).text();
  const older = code.replace(/assets\/[0-9a-f]{12}/, "assets/000000000000");
  assert.notEqual(older, code);
  await page.route("**/embed.js?older", (route) =>
    route.fulfill({ contentType: "text/javascript", body: older }),
  );
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(
    await published(
      `${start}<h1>Title</h1><script src="${world.server.url}/embed.js?older" data-site="demo"></script>
       <script {tag}></script>`,
    ),
  );
  await comment(page, "Under this very page.").waitFor();
  assert.equal(await page.widget.count(), 1);
  assert.deepEqual(
    asked.filter((path) => path.endsWith("/comments.js")),
    ["/assets/000000000000/comments.js"],
    "a page that was opened before an update goes on working",
  );
  assert.deepEqual(page.errors, []);
});

test("a page that places the element itself gets no second one, and its attributes win", async () => {
  const page = await showsComments(
    await published(
      `${start}<h1>Title</h1><understory-comments heading-level="3" scheme="dark"></understory-comments>
       <script async {tag} data-heading-level="4"></script>`,
    ),
  );
  await page.widget.getByRole("heading", { name: "Comments", level: 3 }).waitFor();
  const scheme = await page.widget
    .locator("section")
    .evaluate((section) => getComputedStyle(section).colorScheme);
  assert.equal(scheme, "dark");
});

test("an element that a framework makes after the page has loaded comes alive", async () => {
  const page = await reader();
  await page.goto(
    await published(
      `<!doctype html><html lang="en"><head><title>x</title><script async {tag}></script></head><body></body>`,
    ),
  );
  await page.waitForFunction(() => customElements.get("understory-comments"));
  await page.evaluate(() => document.body.append(document.createElement("understory-comments")));
  await comment(page, "Under this very page.").waitFor();
  assert.deepEqual(page.errors, []);
});

test("a tag in the head adds nothing and says why in the console", async () => {
  const address = await published(
    `<!doctype html><html lang="en"><head><title>x</title><script async {tag}></script></head><body><p>Text</p></body>`,
  );
  const page = await reader();
  const said = page.waitForEvent("console", (message) => message.text().includes("<head>"));
  await page.goto(address);
  assert.equal((await said).type(), "info");
  assert.equal(await page.widget.count(), 0);
});

test("data-insert=off leaves it to the page where comments stand", async () => {
  const page = await reader();
  await page.goto(await published(`${start}<p>Text</p><script {tag} data-insert="off"></script>`));
  await page.waitForFunction(() => customElements.get("understory-comments"));
  assert.equal(await page.widget.count(), 0);
});

test("a tag without a site says what is missing", async () => {
  const address = world.publisher.page(
    "/no-site",
    `${start}<p>Text</p><script async src="${world.server.url}/embed.js"></script>`,
  );
  const page = await reader();
  await page.goto(address);
  await page.widget.getByRole("alert").getByText("data-site").waitFor();
});

test("an unknown site is said to be unknown", async () => {
  const address = world.publisher.page(
    "/unknown-site",
    `${start}<p>Text</p><script async src="${world.server.url}/embed.js" data-site="nobody"></script>`,
  );
  const page = await reader();
  await page.goto(address);
  await page.widget.getByRole("alert").getByText("The server knows no site “nobody”").waitFor();
});
