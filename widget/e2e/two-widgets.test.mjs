import assert from "node:assert/strict";
import { test } from "node:test";
import { reader, world } from "./world.mjs";

test("two widgets on a page each show, sort and take comments of their own", async () => {
  const address = world.publisher.page(
    "/two",
    `<!doctype html><html lang="en"><title>x</title><h1>Two debates</h1>
     <understory-comments thread-id="debate-one"></understory-comments>
     <understory-comments thread-id="debate-two"></understory-comments>
     <script async src="${world.server.url}/embed.js" data-site="demo"></script>`,
  );
  await world.server.post(address, { threadId: "debate-one", body: "In the first debate." });
  await world.server.post(address, { threadId: "debate-two", body: "In the second debate." });
  const page = await reader();
  await page.goto(address);
  const [one, two] = [page.widget.nth(0), page.widget.nth(1)];
  await one.getByText("In the first debate.").waitFor();
  await two.getByText("In the second debate.").waitFor();

  await two.getByLabel("Add to the discussion").fill("Only in the second.");
  await two.getByLabel("Name", { exact: true }).fill("Noor Haddad");
  await two.getByRole("button", { name: "Post comment" }).click();
  await two.getByRole("article").filter({ hasText: "Only in the second." }).waitFor();
  await one.getByLabel("Sort by").selectOption("oldest");
  await page.getByRole("status").getByText("Oldest: 1 comment").waitFor();

  assert.equal(await one.getByRole("article").count(), 1);
  assert.equal(await two.getByRole("article").count(), 2);
  assert.equal(await two.getByLabel("Sort by").inputValue(), "best");
  assert.equal(await page.getByRole("status").count(), 2);
  assert.deepEqual(page.errors, []);

  await two.evaluate((element) => element.remove());
  assert.equal(await page.getByRole("status").count(), 1);
  assert.equal(await one.getByRole("article").count(), 1);
});
