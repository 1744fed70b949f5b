// Each language has its own forms for one, two, some and many.

import assert from "node:assert/strict";
import { test } from "node:test";
import { reader, world } from "./world.mjs";

const numbers = [0, 1, 2, 3, 11, 100];

/** What is said of so many comments. */
const said = {
  ar: ["لا تعليقات", "تعليق واحد", "تعليقان", "3 تعليقات", "11 تعليقًا", "100 تعليق"],
  pl: ["0 komentarzy", "1 komentarz", "2 komentarze", "3 komentarze", "11 komentarzy", "100 komentarzy"],
  ru: [
    "0 комментариев",
    "1 комментарий",
    "2 комментария",
    "3 комментария",
    "11 комментариев",
    "100 комментариев",
  ],
};

const newest = { ar: "الأحدث", pl: "Najnowsze", ru: "Новые" };

for (const [lang, forms] of Object.entries(said)) {
  test(`${lang}: ${numbers.join(", ")} comments are counted in the right forms`, async () => {
    const threads = numbers.map((n) => ({ n, id: `plural-${lang}-${n}` }));
    const counts = threads.map(({ id }) => `<p><understory-count thread-id="${id}">x</understory-count></p>`);
    const lists = threads.map(
      ({ id }) => `<understory-comments thread-id="${id}" loading="eager"></understory-comments>`,
    );
    const address = world.publisher.page(
      `/plurals-${lang}`,
      `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>x</title>${counts.join("")}${lists.join("")}
       <script async src="${world.server.url}/embed.js" data-site="demo"></script>`,
    );
    for (const { n, id } of threads)
      for (let posted = 0; posted < n; posted++)
        await world.server.post(address, { threadId: id, body: `Comment ${posted}.` });

    const page = await reader();
    await page.goto(address);
    await page.waitForFunction(
      (last) => [...document.querySelectorAll("understory-count")].at(-1).textContent === last,
      forms.at(-1),
    );
    assert.deepEqual(await page.locator("understory-count").allInnerTexts(), forms);

    for (const [index, { n }] of threads.entries()) {
      if (n === 0) continue; // there is nothing to sort
      const widget = page.widget.nth(index);
      await widget.locator("select").selectOption("newest");
      await widget
        .getByRole("status")
        .getByText(`${newest[lang]}: ${forms[index]}`, { exact: true })
        .waitFor();
    }
    assert.deepEqual(page.errors, []);
  });
}
