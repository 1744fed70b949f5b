import assert from "node:assert/strict";
import { test } from "node:test";
import { copy, npmBuild, readBothStories, serve } from "./examples.mjs";
import { comment, reader } from "./world.mjs";

let origin;

test("the Next example shows each story's own comments, and their numbers", async () => {
  origin = await serve(await npmBuild(await copy("next", ["app/layout.tsx"]), "out"));
  await readBothStories(origin, { oneLoad: true });
});

test("React takes over a page whose comments are already there", async () => {
  const page = await reader();
  let release;
  const drawn = new Promise((resolve) => {
    release = resolve;
  });
  await page.route("**/_next/**/*.js", async (route) => {
    await drawn;
    await route.continue();
  });
  await page.goto(`${origin}/stories/footbridge`, { waitUntil: "commit" });
  await page.widget.scrollIntoViewIfNeeded();
  await comment(page, "Beneath the first story.").waitFor();
  release();
  await page.waitForLoadState("networkidle");
  await page.getByRole("link", { name: "All stories" }).click();
  await page.getByRole("heading", { name: "The Ferry Post" }).waitFor();
  assert.deepEqual(page.errors, []);
});
