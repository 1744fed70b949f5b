import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { examples, program, readBothStories, stories } from "./examples.mjs";
import { world } from "./world.mjs";

const folder = join(examples, "wordpress");

/** What the plugin gives, for the WordPress that `site` describes. */
function draw(what, site) {
  return program("php", ["test/draw.php", what, JSON.stringify(site)], folder);
}

function setUp(site = {}) {
  const understory = { server: world.server.url, site: "demo" };
  return { options: { understory }, post: 7, ...site };
}

test("every file of the WordPress plugin is PHP", async () => {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".php"));
  assert.ok(files.length >= 4);
  for (const file of files) await program("php", ["-l", file], folder);
});

test("the WordPress plugin shows each post's own comments, and their numbers", async () => {
  const posts = stories.map((title, place) => ({ id: 41 + place, title, address: `/wordpress-${place}` }));
  for (const [place, post] of posts.entries())
    world.publisher.page(
      post.address,
      await draw("story", setUp({ post: post.id, title: post.title, next: posts[1 - place] })),
    );
  await readBothStories(world.publisher.page("/", await draw("index", setUp({ posts }))));
});

test("until it is set up, and where comments are closed or locked, the plugin shows none", async () => {
  const nothing = { ...setUp(), options: {} };
  assert.match(await draw("story", nothing), /WordPress’s own comments/);
  assert.equal(await draw("block", { ...nothing, singular: true }), "WordPress’s own block");
  assert.match(await draw("block", setUp({ singular: true })), /^<div id="comments".*thread-id="post-7"/);
  for (const [why, site] of Object.entries({
    closed: { singular: true, open: false },
    locked: { singular: true, locked: true },
    "an index": { singular: false },
  }))
    assert.equal(await draw("block", setUp(site)), "", why);
});

test("what stands in the settings cannot become markup", async () => {
  const hostile = `"><script>alert(1)</script>`;
  const site = setUp({
    options: { understory: { server: hostile, site: hostile } },
    rights: ["manage_options"],
  });
  for (const what of ["story", "settings"]) {
    const page = await draw(what, site);
    assert.ok(!page.includes("<script>alert"), page);
    assert.ok(!page.includes('"">'), page);
  }
});

test("the settings keep what can be used and say what cannot", async () => {
  const before = { server: "https://kept.example", site: "kept" };
  const save = async (sent) =>
    JSON.parse(await draw("save", { options: { understory: before }, rights: ["manage_options"], sent }));
  const cases = [
    ["https://comments.example.org", "https://comments.example.org", "daily", "daily", []],
    [" https://comments.example.org/ ", "https://comments.example.org", " daily ", "daily", []],
    ["https://example.org/talk/embed.js", "https://example.org/talk", "daily-2", "daily-2", []],
    ["", "", "", "", []],
    ["javascript:alert(1)", before.server, "daily", "daily", ["server"]],
    ["ftp://example.org", before.server, "daily", "daily", ["server"]],
    ["https://example.org/?a=1", before.server, "Daily News", before.site, ["server", "site"]],
    [["array"], "", "x".repeat(65), before.site, ["site"]],
  ];
  for (const [server, wantServer, site, wantSite, wantErrors] of cases) {
    const { kept, errors } = await save({ server, site });
    assert.deepEqual(kept, { server: wantServer, site: wantSite }, JSON.stringify({ server, site }));
    assert.deepEqual(Object.keys(errors), wantErrors, JSON.stringify({ server, site }));
  }
});

test("the settings page and the reminder are for those who may manage options", async () => {
  const page = await draw("settings", setUp({ rights: ["manage_options"] }));
  assert.match(page, /name="_wpnonce"/);
  assert.match(page, /<label for="understory-server">Server<\/label>/);
  assert.match(page, new RegExp(`name="understory\\[server\\]" value="${world.server.url}"`));
  assert.equal(await draw("settings", setUp()), "");

  const nothing = { options: {}, post: 7 };
  assert.match(await draw("reminder", { ...nothing, rights: ["manage_options"] }), /page=understory/);
  assert.equal(await draw("reminder", nothing), "");
  assert.equal(await draw("reminder", setUp({ rights: ["manage_options"] })), "");
});

test("WordPress's own form takes no comment any more", async () => {
  assert.match(await draw("form", setUp()), /^403 /);
  assert.equal(await draw("form", { ...setUp(), options: {} }), "posted");
});
