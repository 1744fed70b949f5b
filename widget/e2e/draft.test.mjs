import assert from "node:assert/strict";
import { test } from "node:test";
import { arrived, comment, openComments, post, reader, story, world } from "./world.mjs";

test("a draft outlives a reload, also when it is left in the middle of typing", async () => {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByLabel("Add to the discussion").fill("Half a thought");
  await page.widget.getByLabel("Name", { exact: true }).waitFor();
  await page.reload();
  await page.widget.getByText("Your draft is back").waitFor();
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "Half a thought");
});

test("drafts of the story and of each reply are kept apart, and a posted one is gone", async () => {
  const address = story();
  await world.server.post(address, { body: "The underpass is dark.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByLabel("Add to the discussion").fill("To the story");
  await page.widget.getByRole("button", { name: "Reply to Ruth Adeyemi" }).click();
  await page.widget.getByLabel("Reply to Ruth Adeyemi").fill("To Ruth");
  await page.reload();
  await page.widget.getByText("Your draft is back").waitFor();
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "To the story");
  await page.widget.getByRole("button", { name: "Reply to Ruth Adeyemi" }).click();
  assert.equal(await page.widget.getByLabel("Reply to Ruth Adeyemi").inputValue(), "To Ruth");

  await post(page, { text: "To the story, finished", name: "Noor Haddad" });
  await arrived(page, "To the story, finished");
  await page.reload();
  await comment(page, "To the story, finished").waitFor();
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "");
});

test("a refused comment keeps its text over a reload", async () => {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  await page.route("**/api/v1/comments", (route) =>
    route.fulfill({
      status: 409,
      headers: { "Access-Control-Allow-Origin": "*", "Content-Type": "application/problem+json" },
      body: JSON.stringify({
        status: 409,
        kind: "closed",
        title: "Conflict",
        detail: "This discussion is closed.",
      }),
    }),
  );
  await post(page, { text: "Too late, perhaps.", name: "Noor Haddad" });
  await page.widget.getByRole("alert").getByText("Comments were closed while you were writing.").waitFor();
  await page.reload();
  await page.widget.getByText("Your draft is back").waitFor();
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "Too late, perhaps.");
});
