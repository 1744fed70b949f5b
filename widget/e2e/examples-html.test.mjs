import assert from "node:assert/strict";
import { test } from "node:test";
import { copy, readBothStories, serve } from "./examples.mjs";

test("the plain pages show each story's own comments, and their numbers", async () => {
  const origin = await serve(await copy("html", ["counts.html", "index.html", "styled.html"]));
  const page = await readBothStories(`${origin}/counts.html`);
  const look = await page.widget.evaluate((element) => {
    const style = getComputedStyle(element.shadowRoot.querySelector("section"));
    return { scheme: style.colorScheme, radius: style.getPropertyValue("--understory-radius") };
  });
  assert.deepEqual(look, { scheme: "dark", radius: "0" }, "the page's own selector and property decide");
});
