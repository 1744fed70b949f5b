// Style sheets of pages that reach for everything.

import assert from "node:assert/strict";
import { test } from "node:test";
import { comment, openComments, post, reader, story, world } from "./world.mjs";

test("what a screen reader is told stays out of sight in a page that unsets everything", async () => {
  const page = await reader();
  await openComments(page, story({ head: "<style>* { all: unset !important }</style>" }));
  await post(page, { text: "Said aloud only.", name: "Noor Haddad" });
  await page.getByRole("status").getByText("Comment posted.").waitFor();
  const { width, height } = await page.getByRole("status").boundingBox();
  assert.ok(width * height <= 4, `${width} by ${height}`);
});

test("a page's root size does not blow up the comments, which go by the size of the text around them", async () => {
  const looks = async (head) => {
    const address = story({ head });
    await world.server.post(address, { body: "As large as the story." });
    const page = await reader();
    await openComments(page, address);
    await comment(page, "As large as the story.").waitFor();
    await page.waitForLoadState("networkidle"); // the second style sheet is here too
    return page.widget.evaluate(({ shadowRoot }) => {
      const sizes = [...shadowRoot.querySelectorAll("*")].map((node) => {
        const { fontSize, paddingTop, marginTop, minHeight } = getComputedStyle(node);
        return [node.localName, fontSize, paddingTop, marginTop, minHeight].join(" ");
      });
      return [...sizes, getComputedStyle(shadowRoot.host).minBlockSize].join("\n");
    });
  };
  const body = "body { font: 17px/1.5 serif; max-width: 40em; margin: 0 }";
  const usual = await looks(`<style>${body}</style>`);
  assert.match(usual, /^section 17px/, "the page's text size is inherited");
  // 62.5 % is a widespread habit: it makes 1rem ten pixels.
  for (const size of ["40px", "62.5%"]) {
    assert.equal(await looks(`<style>html { font-size: ${size} } ${body}</style>`), usual, size);
  }
});
