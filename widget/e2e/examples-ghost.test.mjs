import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { copy, npmInstall, program, readBothStories, stories } from "./examples.mjs";
import { arrived, post, reader, world } from "./world.mjs";

let draw;

test("the Ghost partials show each story's own comments, and their numbers", async () => {
  const folder = await copy("ghost", ["site-header.html"]);
  const test = join(folder, "test");
  await npmInstall(test);
  draw = (theme, data) => program("node", ["draw.mjs", theme, JSON.stringify(data)], test);

  const posts = stories.map((title, place) => ({
    title,
    url: `/ghost-${place}`,
    comment_id: `67420b${place}`,
  }));
  for (const [place, post] of posts.entries())
    world.publisher.page(post.url, await draw("post", { post, next: posts[1 - place] }));
  await readBothStories(world.publisher.page("/", await draw("index", { posts })));
});

test("what is injected into Ghost's footer puts comments beneath posts alone", async () => {
  const page = await reader();
  const story = { title: "Injected", comment_id: "67420b9" };
  await page.goto(world.publisher.page("/injected", await draw("post-injected", { post: story })));
  await page.locator("article > section > understory-comments").scrollIntoViewIfNeeded();
  await post(page, { text: "Beneath a theme that knows nothing.", name: "Noor Haddad" });
  await arrived(page, "Beneath a theme that knows nothing.");

  const home = (await draw("post-injected", { post: story })).replace("post-template", "home-template");
  await page.goto(world.publisher.page("/injected-home", home));
  await page.waitForFunction(() => customElements.get("understory-comments"));
  assert.equal(await page.widget.count(), 0);
  assert.deepEqual(page.errors, []);
});
