import { test } from "node:test";
import { copy, npmBuild, readBothStories, serve } from "./examples.mjs";

test("the React example shows each story's own comments, and their numbers", async () => {
  const built = await npmBuild(await copy("react", ["index.html"]), "dist");
  await readBothStories(await serve(built, { fallback: "index.html" }), { oneLoad: true });
});
