import { join } from "node:path";
import { test } from "node:test";
import { copy, program, readBothStories, serve } from "./examples.mjs";

test("the Hugo example shows each story's own comments, and their numbers", async () => {
  const folder = await copy("hugo", ["hugo.toml"]);
  const built = join(folder, "public");
  const origin = await serve(built);
  await program("hugo", ["--baseURL", origin, "--destination", built], folder);
  await readBothStories(origin);
});
