import assert from "node:assert/strict";
import { test } from "node:test";
import { arrived, comment, focused, openComments, post, reader, story, world } from "./world.mjs";

test("a guest posts, sees it at once in its place, and finds it again after a reload", async () => {
  const address = story();
  await world.server.post(address, { body: "Somebody was here before." });
  const page = await reader();
  await openComments(page, address);
  await post(page, { text: "I walk the dog there **every** morning.", name: "Noor Haddad" });
  const mine = comment(page, "I walk the dog");
  await mine.getByRole("button", { name: "Edit your comment" }).waitFor();
  assert.equal(
    await page.widget.getByRole("article").first().locator(".body").innerText(),
    "I walk the dog there every morning.",
  );
  assert.equal(await mine.locator("strong").innerText(), "every");
  assert.ok(await mine.evaluate((article) => article.matches(":focus")), "the new comment has the focus");
  await page.getByRole("status").getByText("Comment posted.").waitFor();
  assert.match(await page.widget.getByRole("heading", { name: "Comments" }).innerText(), /2$/);
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "");

  await page.reload();
  await comment(page, "I walk the dog").getByText("You", { exact: true }).waitFor();
  assert.equal((await world.server.thread(address)).comments.length, 2);
  assert.deepEqual(page.errors, []);
});

test("the name field is there once the box has the focus, and the name is remembered", async () => {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  assert.equal(await page.widget.getByLabel("Name", { exact: true }).count(), 0);
  await page.widget.getByLabel("Add to the discussion").focus();
  await page.widget.getByLabel("Name", { exact: true }).waitFor();
  await post(page, { text: "First.", name: "Noor Haddad" });
  await arrived(page, "First.");
  await page.reload();
  await page.widget.getByLabel("Add to the discussion").focus();
  await page.widget.getByLabel("Name", { exact: true }).waitFor();
  assert.equal(await page.widget.getByLabel("Name", { exact: true }).inputValue(), "Noor Haddad");
});

test("what is missing is asked for, and the text stays", async () => {
  const page = await reader();
  await openComments(page, story());
  await post(page, { text: "Words without a name." });
  await page.widget.getByRole("alert").getByText("Write the name").waitFor();
  const field = await focused(page);
  assert.equal(await field.evaluate((element) => element.name), "name");
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "Words without a name.");
});

test("what is too long is not sent; how much too long it is stands in one place", async () => {
  const address = story();
  await world.server.post(address, { body: "Somebody was here before." });
  const { settings } = await world.server.thread(address);
  const page = await reader();
  await openComments(page, address);
  await post(page, { text: "x".repeat(settings.maxLength + 7), name: "Noor Haddad" });
  await page.widget.getByRole("alert").getByText("It is too long to send.").waitFor();
  assert.equal(await page.widget.locator("form").getByText("7 characters too long").count(), 1);
});

test("a name that the server refuses is said in words, beside the kept text", async () => {
  const page = await reader();
  await openComments(page, story());
  await post(page, { text: "Hello.", name: "Ruth\u202eAdeyemi" });
  await page.widget.getByRole("alert").getByText("Not sent.").waitFor();
  assert.equal(await page.widget.getByLabel("Add to the discussion").inputValue(), "Hello.");
});

test("a reply stands below what it answers, in place and after a reload", async () => {
  const address = story();
  const root = await world.server.post(address, { body: "The underpass is dark.", name: "Ruth Adeyemi" });
  await world.server.post(address, { body: "An earlier answer.", parent: root.id });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByRole("button", { name: "Reply to Ruth Adeyemi" }).first().click();
  const box = page.widget.getByLabel("Reply to Ruth Adeyemi");
  await box.waitFor();
  assert.ok(await box.evaluate((element) => element.matches(":focus")), "the reply box has the focus");
  await box.fill("Which end of it?");
  await page.widget.locator(".is-reply").getByLabel("Name", { exact: true }).fill("Noor Haddad");
  await page.widget.getByRole("button", { name: "Post reply" }).click();
  await arrived(page, "Which end of it?");
  const order = ["An earlier answer.", "Which end of it?"];
  assert.deepEqual(await page.widget.locator(".replies .body").allInnerTexts(), order);
  await page.reload();
  await comment(page, "Which end of it?").waitFor();
  assert.deepEqual(await page.widget.locator(".replies .body").allInnerTexts(), order);
  assert.deepEqual(page.errors, []);
});

test("who has just written sees it after a reload, whatever a cache between still holds", async () => {
  const address = story();
  const root = await world.server.post(address, { body: "The underpass is dark.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  const thread = await page.evaluate(() =>
    performance.getEntriesByType("resource").find(({ name }) => name.includes("/thread?")),
  );
  const held = await (await fetch(thread.name)).text();
  await post(page, { text: "Since when?", name: "Noor Haddad" });
  await arrived(page, "Since when?");
  await page.widget.getByRole("button", { name: "Reply to Ruth Adeyemi" }).click();
  await page.widget.getByLabel("Reply to Ruth Adeyemi").fill("Which end of it?");
  await page.widget.getByRole("button", { name: "Post reply" }).click();
  await arrived(page, "Which end of it?");

  await page.route("**/api/v1/thread?*", (route) =>
    route.fulfill({
      body: held,
      contentType: "application/json",
      headers: { "Access-Control-Allow-Origin": "*" },
    }),
  );
  await page.reload();
  await comment(page, "Since when?").getByRole("button", { name: "Edit your comment" }).waitFor();
  const reply = page.widget.locator(`#c-${root.id} ~ .replies`).getByText("Which end of it?");
  assert.equal(await reply.count(), 1);
  assert.equal(await page.widget.getByRole("article").count(), 3);
  assert.deepEqual(page.errors, []);
});

test("closing a reply keeps its draft and gives the focus back", async () => {
  const address = story();
  await world.server.post(address, { body: "The underpass is dark.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  const reply = page.widget.getByRole("button", { name: "Reply to Ruth Adeyemi" });
  await reply.click();
  await page.widget.getByLabel("Reply to Ruth Adeyemi").fill("Half a thought");
  await page.widget.getByRole("button", { name: "Close" }).click();
  assert.ok(await reply.evaluate((element) => element.matches(":focus")));
  await reply.click();
  assert.equal(await page.widget.getByLabel("Reply to Ruth Adeyemi").inputValue(), "Half a thought");
});

test("one's own comment can be changed and withdrawn", async () => {
  const address = story();
  const page = await reader();
  await openComments(page, address);
  await post(page, { text: "Frist version.", name: "Noor Haddad" });
  const mine = comment(page, "Frist version.");
  await mine.getByRole("button", { name: "Edit your comment" }).click();
  await page.widget.getByLabel("Edit your comment").fill("First version.");
  await page.widget.getByRole("button", { name: "Save" }).click();
  await comment(page, "First version.").getByText("Edited").waitFor();

  await page.widget.getByRole("button", { name: "Withdraw your comment" }).click();
  await page.widget.getByRole("group").getByRole("button", { name: "Withdraw" }).click();
  await page.widget.getByText("Withdrawn by its author").waitFor();
  assert.equal((await world.server.thread(address)).article.commentCount, 0);
  assert.deepEqual(page.errors, []);
});

test("respect is given, kept over a reload, and taken back", async () => {
  const address = story();
  await world.server.post(address, { body: "A good point.", name: "Ruth Adeyemi" });
  const page = await reader();
  await openComments(page, address);
  const respect = page.widget.getByRole("button", { name: /^Respect the comment by Ruth Adeyemi/ });
  await respect.click();
  await page.widget.getByRole("button", { name: /^Respect .* 1$/, pressed: true }).waitFor();
  await page.waitForLoadState("networkidle");
  await page.reload();
  await page.widget.getByRole("button", { name: /^Respect .* 1$/, pressed: true }).click();
  await page.widget
    .getByRole("button", { name: /^Respect the comment by Ruth Adeyemi\s*$/, pressed: false })
    .waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal((await world.server.thread(address)).comments[0].respects, 0);
  assert.deepEqual(page.errors, []);
});

test("a comment is reported in two taps and thanked for", async () => {
  const address = story();
  await world.server.post(address, { body: "Buy my watches.", name: "Seller" });
  const page = await reader();
  await openComments(page, address);
  await page.widget.getByRole("button", { name: "More for the comment by Seller" }).click();
  await page.widget.getByRole("menuitem", { name: "Report" }).click();
  await page.widget.getByRole("button", { name: "Spam" }).click();
  await page.widget.getByRole("article").getByText("Thank you. A moderator will look at it.").waitFor();
  assert.deepEqual(page.errors, []);
});

test("the preview shows what the server would make of it", async () => {
  const page = await reader();
  await openComments(page, story());
  await page.widget.getByLabel("Add to the discussion").fill("- one\n- two");
  await page.widget.getByRole("button", { name: "Preview" }).click();
  await page.widget
    .getByRole("region", { name: "Preview of your comment" })
    .getByRole("listitem")
    .nth(1)
    .waitFor();
});

test("a page may take a comment over by cancelling understory:submit, and hears of those posted", async () => {
  const page = await reader();
  const address = story();
  await openComments(page, address);
  await page.evaluate(() => {
    window.heard = [];
    for (const name of ["submit", "posted", "count"]) {
      document.addEventListener(`understory:${name}`, (event) => {
        window.heard.push([name, event.detail]);
        if (name === "submit" && event.detail.body === "Not this one.") event.preventDefault();
      });
    }
  });
  await post(page, { text: "Not this one.", name: "Noor Haddad" });
  await post(page, { text: "This one.", name: "Noor Haddad" });
  await comment(page, "This one.").getByRole("button", { name: "Edit your comment" }).waitFor();
  const heard = await page.evaluate(() => window.heard);
  assert.deepEqual(
    heard.map(([name]) => name),
    ["submit", "submit", "count", "posted"],
  );
  assert.equal(heard.at(-1)[1].status, "published");
  assert.equal((await world.server.thread(address)).comments.length, 1);
});
