// Pages that are written from the right: everything mirrored that has a direction, and nothing that has not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { look, states } from "./states.mjs";
import { comment, focused, world } from "./world.mjs";

const languages = ["ar", "fa", "ur", "he"];

/** Edges of an element, in pixels from the left. */
const edges = (locator) =>
  locator.evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    return { left, right, middle: (left + right) / 2 };
  });

for (const lang of languages) {
  test(`${lang}: faces, lines and indents stand on the right, order and buttons on the left`, async () => {
    const page = await states.list(await look({ lang }));
    const section = page.widget.locator("section");
    assert.deepEqual(await section.evaluate(({ lang, dir }) => [lang, dir]), [lang, "rtl"]);

    const root = page.widget.getByRole("article").first();
    const [whole, face, name] = await Promise.all(
      [section, root.locator(".avatar"), root.locator(".author")].map(edges),
    );
    assert.ok(face.left > name.right, "the face is to the right of the name");
    assert.ok(whole.right - face.right < 4, "the face is at the right edge");

    const reply = await edges(page.widget.locator(".is-fork > .replies .avatar").first());
    assert.ok(reply.right < face.left + 8, "a fork is indented to the left");
    const line = await edges(page.widget.locator(".is-fork > .fold").first());
    assert.ok(Math.abs(line.middle - face.middle) < 2, "the line hangs from the face");

    const [title, order, chevron] = await Promise.all(
      [page.widget.locator(".title"), page.widget.locator("select"), page.widget.locator(".sort .icon")].map(
        edges,
      ),
    );
    assert.ok(order.right < title.left, "the order is to the left of the title");
    assert.ok(chevron.middle < order.middle, "its arrow is to the left of the word");
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  });

  test(`${lang}: text of either direction begins at its own side, names are kept apart, code is not mirrored`, async () => {
    const { words, ...rest } = await look({ lang });
    const mixed = [
      ["Callum Reid", "Yes: the notice says “crossings and 25 metres either side”."],
      ["فرزانہ قریشی", "میں رات کو ٹیکسی چلاتی ہوں۔\n\n    saved = 6400 * 62"],
    ];
    const page = await states.list({ words, ...rest, conversation: mixed });
    const english = comment(page, "the notice says");
    const urdu = comment(page, "ٹیکسی");
    const direction = (locator) => locator.evaluate((element) => getComputedStyle(element).direction);
    assert.deepEqual(
      [await direction(english.locator(".body")), await direction(urdu.locator(".body"))],
      ["ltr", "rtl"],
    );
    assert.equal(await direction(urdu.locator("pre")), "ltr");
    assert.deepEqual(
      await page.widget
        .locator(".author > :first-child")
        .evaluateAll((all) => all.map(({ localName }) => localName)),
      ["bdi", "bdi"],
    );
    const reply = english.locator("[data-act=reply]");
    assert.equal(await reply.textContent(), words.reply + words.replyTo.replace("{name}", "Callum Reid"));
  });

  test(`${lang}: arrows point onward, the toolbar goes by the arrow keys as it is seen, the menu stays in view`, async () => {
    const page = await states["more replies"](
      await look({ lang, browser: { viewport: { width: 700, height: 800 } } }),
    );
    await page.widget.locator("[data-act=menu]").first().press("Enter");
    const menu = await edges(page.widget.getByRole("menu"));
    assert.ok(menu.left >= 0 && menu.right <= 700, `the menu is from ${menu.left} to ${menu.right}`);
    await page.keyboard.press("Escape");

    await page.widget.locator("#write").focus();
    const tools = page.widget.locator(".tool");
    await tools.first().focus();
    await page.keyboard.press("ArrowLeft");
    const [first, second] = await Promise.all([edges(tools.nth(0)), edges(tools.nth(1))]);
    assert.ok(second.right <= first.left + 1, "the second tool is to the left of the first");
    assert.ok(await (await focused(page)).evaluate((element) => element.matches(".tool:nth-child(2)")));

    const branch = await states["branch view"](await look({ lang }));
    await branch.goBack();
    const arrow = branch.widget.locator("a.row .arrow");
    await arrow.waitFor();
    assert.equal(await arrow.evaluate((icon) => getComputedStyle(icon).scale), "-1 1");
  });

  test(`${lang}: numbers and times are written as the language writes them`, async () => {
    const page = await states.list(await look({ lang }));
    const { comments, article } = await world.server.thread(page.address);
    const write = new Intl.NumberFormat(lang).format;
    const shown = (locator) => locator.first().innerText();
    assert.equal(await shown(page.widget.locator(".title span")), write(article.commentCount));
    const respects = await page.widget.locator(".respect > span:last-child").allInnerTexts();
    assert.ok(respects.includes(write(37)), respects.join());
    const hours = new Intl.RelativeTimeFormat(lang, { numeric: "auto", style: "narrow" });
    assert.equal(await shown(page.widget.locator("time")), hours.format(-24, "minute"));
    assert.ok(comments.length > 0);
  });
}

test("on a phone a fork's line is at the right edge, and nothing scrolls sideways", async () => {
  const browser = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const page = await states.list(await look({ lang: "ar", browser }));
  const replies = page.widget.locator(".is-fork > .replies").first();
  const [border, other] = await replies.evaluate((list) => {
    const { borderRightWidth, borderLeftWidth } = getComputedStyle(list);
    return [borderRightWidth, borderLeftWidth];
  });
  assert.deepEqual([border, other], ["1px", "0px"]);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});

for (const lang of ["en", "ar"]) {
  test(`${lang}: a word without an end is broken, and its line grows downward`, async () => {
    const browser = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
    const { conversation, ...rest } = await look({ lang, browser });
    const endless = [
      `${"Hohenstein".repeat(6)}`,
      `Donau${"dampfschiff".repeat(20)} ${"مستشفیات".repeat(30)}`,
    ];
    const page = await states.list({ ...rest, conversation: [[...endless, endless]] });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    for (const part of [".author", ".body"]) {
      const [beside, lines] = await page.widget
        .locator(part)
        .last()
        .evaluate((element) => [
          element.scrollWidth > element.clientWidth,
          element.clientHeight / Number.parseFloat(getComputedStyle(element).fontSize),
        ]);
      assert.equal(beside, false, `${part} is as wide as its text`);
      assert.ok(lines > 2, `${part} has lines`);
    }
  });
}

test("a name from the right does not turn an English sentence around, nor the other way", async () => {
  const english = await look({});
  const page = await states.list({ ...english, conversation: [["فرزانہ قریشی", "Words."]] });
  await page.widget.locator("[data-act=menu]").press("Enter");
  await page.widget.getByRole("menuitem", { name: /^Mute/ }).press("Enter");
  const sentence = page.widget.locator(".muted");
  await sentence.waitFor();
  const [name, button] = await sentence.evaluate((element) => {
    const range = document.createRange();
    range.setStart(element.firstChild, 0);
    range.setEnd(element.firstChild, "فرزانہ قریشی".length);
    return [range, element.querySelector("button")].map((one) => one.getBoundingClientRect().left);
  });
  assert.ok(name < button, "the sentence begins with the name, at the left");
});
