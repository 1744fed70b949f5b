import { test } from "node:test";
import { copy, npmBuild, readBothStories, serve } from "./examples.mjs";

test("the Astro example shows each story's own comments, and their numbers", async () => {
  const built = await npmBuild(await copy("astro", ["src/layouts/Layout.astro"]), "dist");
  await readBothStories(await serve(built), { oneLoad: true });
});
