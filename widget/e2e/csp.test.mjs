// Pages that send a Content-Security-Policy.

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrived, comment, openComments, post, reader, story, world } from "./world.mjs";

const page = (policy, options) =>
  story({ ...options, headers: { "Content-Security-Policy": policy.join("; ") } });

const advice = /^Understory needs Content-Security-Policy: (.+)$/;

/** What the console was told to add to the page's policy. */
function advised(errors) {
  return errors.flatMap((message) => advice.exec(message)?.[1] ?? []);
}

test("a page with a strict policy and no Trusted Types policy carries reading and writing", async () => {
  const ours = world.server.url;
  const address = page([
    "default-src 'none'",
    `script-src ${ours}`,
    `connect-src ${ours}`,
    `img-src ${ours}`,
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
  const someone = await reader();
  await openComments(someone, address);
  await post(someone, { text: "Under a **strict** policy.", name: "Noor Haddad" });
  await arrived(someone, "Under a strict policy.");
  await someone.widget.getByLabel("Add to the discussion").fill("And *previewed*.");
  await someone.widget.getByRole("button", { name: "Preview" }).click();
  await someone.widget.getByRole("region", { name: "Preview" }).getByText("And previewed.").waitFor();
  assert.deepEqual(someone.errors, []);
  const display = await someone.widget
    .getByRole("article")
    .evaluate((article) => getComputedStyle(article).display);
  assert.equal(display, "grid", "our style sheet is in force");
});

test("a policy of nonces that trusts what trusted scripts load needs none of our addresses for scripts", async () => {
  const ours = world.server.url;
  const address = world.publisher.page(
    "/nonce",
    `<!doctype html><html lang="en"><title>x</title><h1>Title</h1>
     <script nonce="r4nd0m" async src="${ours}/embed.js" data-site="demo"></script>`,
    {
      "Content-Security-Policy": `default-src 'none'; script-src 'nonce-r4nd0m' 'strict-dynamic'; connect-src ${ours}`,
    },
  );
  await world.server.post(address, { body: "Let in by a nonce." });
  const someone = await reader();
  await someone.goto(address);
  await comment(someone, "Let in by a nonce.").waitFor();
  assert.deepEqual(someone.errors, []);
});

test("a policy that keeps our scripts out is explained once, and what is said to be missing is all that is", async () => {
  const address = page(["default-src 'none'", `script-src ${world.server.url}/embed.js`]);
  await world.server.post(address, { body: "Behind the policy." });
  const someone = await reader();
  await someone.goto(address);
  await someone.widget.getByRole("button", { name: "Try again" }).waitFor();
  const blocked = (message) => message.text().includes("comments.js");
  const blockedAgain = someone.waitForEvent("console", blocked);
  await someone.widget.getByRole("button", { name: "Try again" }).click();
  await blockedAgain;
  const [missing, ...more] = advised(someone.errors);
  assert.ok(missing, someone.errors.join("\n"));
  assert.deepEqual(more, []);

  const mended = page(["default-src 'none'", missing]);
  await world.server.post(mended, { body: "Behind the mended policy." });
  const another = await reader();
  await another.goto(mended);
  await comment(another, "Behind the mended policy.").waitFor();
  assert.deepEqual(another.errors, []);
});

test("a policy that only forbids to ask us is explained too", async () => {
  const someone = await reader();
  await someone.goto(page(["default-src 'none'", `script-src ${world.server.url}`]));
  await someone.widget.getByText("The comments did not load.").waitFor();
  assert.equal(advised(someone.errors).length, 1, someone.errors.join("\n"));
});

test("a policy that keeps out somebody else is not our business", async () => {
  const ours = world.server.url;
  const someone = await reader();
  const address = page([`script-src ${ours}`, `connect-src ${ours}`, "img-src 'none'"], {
    after: '<img src="https://pictures.example/a.png" alt="">',
  });
  await openComments(someone, address);
  assert.deepEqual(advised(someone.errors), []);
  assert.equal(someone.errors.length, 1, someone.errors.join("\n"));
});
