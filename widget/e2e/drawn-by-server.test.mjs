// Comments that a server has drawn into the page, in a declarative shadow root.

import assert from "node:assert/strict";
import { test } from "node:test";
import { reader, story } from "./world.mjs";

const drawn = `<understory-comments><template shadowrootmode="open">
  <section class="understory"><h2>Comments</h2><article>Drawn by a server.</article></section>
  <script type="application/json" id="thread">{}</script>
</template></understory-comments>`;

test("what a server has drawn is there before our code, is not asked for anew, and stays if our code fails", async () => {
  const page = await reader();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.route("**/comments.js", (route) => route.abort("connectionrefused"));
  await page.goto(story({ element: drawn }));
  await page.widget.getByText("Drawn by a server.").waitFor();
  await page.widget.getByRole("button", { name: "The comments did not load. Try again" }).waitFor();
  assert.ok(await page.widget.getByText("Drawn by a server.").isVisible());
  assert.deepEqual(
    asked.filter((path) => path.includes("/api/")),
    [],
  );
});

test("an element that turns to another story drops what was drawn for the first", async () => {
  const page = await reader();
  await page.route("**/comments.js", (route) => route.abort("connectionrefused"));
  await page.goto(story({ element: drawn }));
  await page.widget.getByRole("button").waitFor();
  const asked = page.waitForRequest("**/api/v1/thread?*");
  await page.widget.evaluate((element) => element.setAttribute("thread-id", "another"));
  assert.equal(new URL((await asked).url()).searchParams.get("thread_id"), "another");
  assert.equal(await page.widget.getByText("Drawn by a server.").count(), 0);
});
