import assert from "node:assert/strict";
import { test } from "node:test";
import { arrived, openComments, post, reader, story } from "./world.mjs";

/** The first posting is nudged; what is posted after that goes to the server. Gives what was sent. */
async function nudgeOnce(page, text, words) {
  const sent = [];
  const start = [...text.slice(0, text.indexOf(words))].length; // spans count code points
  const findings = [
    { detector: "words", reason: "They may hurt somebody.", span: [start, start + words.length] },
  ];
  await page.route("**/api/v1/comments", async (route) => {
    const request = route.request();
    sent.push({ ...request.postDataJSON(), key: request.headers()["idempotency-key"] });
    if (sent.length > 1) return route.continue();
    return route.fulfill({
      status: 422,
      headers: { "Access-Control-Allow-Origin": "*", "Content-Type": "application/problem+json" },
      body: JSON.stringify({
        status: 422,
        kind: "nudge",
        title: "Unprocessable",
        detail: "Read it once more.",
        findings,
      }),
    });
  });
  return sent;
}

const text = "😀 You are all fools here.";

test("a nudge marks the words, and Post anyway posts them as they are under a key of their own", async () => {
  const page = await reader();
  await openComments(page, story());
  const sent = await nudgeOnce(page, text, "fools");
  await post(page, { text, name: "Noor Haddad" });
  const question = page.widget.getByRole("alert");
  await question.getByText("Read it once more?").waitFor();
  assert.equal(await question.locator("mark").innerText(), "fools");
  await page.widget.getByRole("button", { name: "Post anyway" }).click();
  await arrived(page, text);
  assert.deepEqual(
    sent.map(({ body, confirm }) => ({ body, confirm })),
    [
      { body: text, confirm: undefined },
      { body: text, confirm: true },
    ],
  );
  assert.notEqual(sent[0].key, sent[1].key);
});

test("Change it leads back to the words, and what is posted then needs no confirmation", async () => {
  const page = await reader();
  await openComments(page, story());
  const plain = "You are all fools here.";
  const sent = await nudgeOnce(page, plain, "fools");
  await post(page, { text: plain, name: "Noor Haddad" });
  await page.widget.getByRole("button", { name: "Change it" }).click();
  await page.keyboard.type("welcome");
  const box = page.widget.getByLabel("Add to the discussion");
  assert.equal(await box.inputValue(), "You are all welcome here.");
  await page.widget.getByRole("button", { name: "Post comment" }).click();
  await arrived(page, "You are all welcome here.");
  assert.equal(sent[1].confirm, undefined);
});
