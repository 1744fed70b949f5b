import assert from "node:assert/strict";
import { test } from "node:test";
import { arrived, comment, openComments, post, reader, story, world } from "./world.mjs";

test("a comment written while the server is down is kept, said to be unsent, and posted once by Try again", async () => {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByLabel("Add to the discussion").focus();
  await page.widget.getByLabel("Name", { exact: true }).waitFor();
  await world.server.stop();
  await post(page, { text: "Written in the dark.", name: "Noor Haddad" });
  const pending = comment(page, "Written in the dark.");
  await pending.getByRole("alert").getByText("Not sent.").waitFor();
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "", "the box is free");
  await world.server.start();
  await pending.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("status").getByText("Comment posted.").waitFor();
  assert.equal((await world.server.thread(address)).comments.length, 1);
});

test("an answer that is lost on its way does not make the retry post twice", async () => {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  let lose = true;
  await page.route("**/api/v1/comments", async (route) => {
    if (route.request().method() !== "POST" || !lose) return route.continue();
    lose = false;
    await route.fetch(); // the server has it
    await route.abort("connectionreset"); // and nobody hears of it
  });
  await post(page, { text: "Sent once, heard never.", name: "Noor Haddad" });
  await page.widget.getByRole("alert").getByText("Not sent.").waitFor();

  await page.reload();
  const pending = page.widget.getByRole("article").filter({ hasText: "Not sent." });
  await pending.getByText("Sent once, heard never.").waitFor();
  await pending.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("status").getByText("Comment posted.").waitFor();
  assert.equal((await world.server.thread(address)).comments.length, 1);
  assert.equal(await page.widget.getByRole("article").count(), 1);
});

test("comments that do not load say why, load when asked again, and break nothing else", async () => {
  const address = story();
  await world.server.post(address, { body: "Worth the wait." });
  const page = await reader();
  let isDown = true;
  await page.route("**/api/v1/thread?*", (route) =>
    isDown ? route.abort("connectionrefused") : route.continue(),
  );
  await page.goto(address);
  await page.widget.getByRole("alert").getByText("The comments did not load.").waitFor();
  assert.equal(await page.getByRole("heading", { name: "Lamps to be dimmed" }).count(), 1);
  isDown = false;
  await page.widget.getByRole("button", { name: "Try again" }).click();
  await comment(page, "Worth the wait.").waitFor();
});

test("comments that do not load are asked for again without anybody's doing", async () => {
  const address = story();
  await world.server.post(address, { body: "Here it is after all." });
  const page = await reader();
  let refusals = 2;
  await page.route("**/api/v1/thread?*", (route) =>
    refusals-- > 0 ? route.abort("connectionrefused") : route.continue(),
  );
  await page.goto(address);
  await page.widget.getByRole("alert").waitFor();
  await comment(page, "Here it is after all.").waitFor({ timeout: 20_000 });
});

test("the code that does not load can be asked for again", async () => {
  const address = story();
  await world.server.post(address, { body: "Late, but here." });
  const page = await reader();
  let isDown = true;
  await page.route("**/comments.js", (route) =>
    isDown ? route.abort("connectionrefused") : route.continue(),
  );
  await page.goto(address);
  await page.widget.getByRole("button", { name: "The comments did not load. Try again" }).waitFor();
  isDown = false;
  await page.widget.getByRole("button", { name: "Try again" }).click();
  await comment(page, "Late, but here.").waitFor();
  await post(page, { text: "And one can write.", name: "Noor Haddad" });
  await arrived(page, "And one can write.");
});

test("the editor that does not load can be asked for again, and what was typed is still there", async () => {
  const page = await reader();
  let isDown = true;
  await page.route("**/acting.js", (route) => (isDown ? route.abort("connectionrefused") : route.continue()));
  await openComments(page, story());
  await page.widget.getByLabel("Add to the discussion").fill("Typed into a bare box.");
  await page.widget.getByRole("alert").getByText("The editor did not load.").waitFor();
  isDown = false;
  await page.widget.getByRole("button", { name: "Try again" }).click();
  await page.widget.getByLabel("Name", { exact: true }).fill("Noor Haddad");
  await page.widget.getByRole("button", { name: "Post comment" }).click();
  await arrived(page, "Typed into a bare box.");
});

test("a respect that does not arrive is taken back and said to be lost", async () => {
  const address = story();
  await world.server.post(address, { body: "A good point.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  await page.route("**/respect?*", (route) => route.abort("connectionrefused"));
  await page.widget.getByRole("button", { name: /^Respect/ }).click();
  await page.widget.getByRole("alert").getByText("Your respect was not saved.").waitFor();
  await page.widget.getByRole("button", { name: /^Respect/, pressed: false }).waitFor();
});
