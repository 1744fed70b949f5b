// What a screen reader is given, by the browser's own accessibility tree.

import assert from "node:assert/strict";
import { test } from "node:test";
import { controls, spoken } from "./spoken.mjs";
import { look, states } from "./states.mjs";
import { comment, openComments, reader, story, world } from "./world.mjs";

/** A root with two answers, of which the first has been answered. */
async function threeLevels(options) {
  const address = story(options);
  const say = (name, body, parent) => world.server.post(address, { name, body, parent: parent?.id });
  const root = await say("Ruth Adeyemi", "The underpass is dark.");
  const answer = await say("Daniel Osei", "Which end of it?", root);
  await say("Petra Lindqvist", "Both.", answer);
  await say("فرزانہ قریشی", "جی ہاں۔", root);
  const page = await reader();
  await openComments(page, address);
  await comment(page, "Both.").waitFor();
  await page.waitForFunction(() => "count" in document.querySelector("understory-comments"));
  return page;
}

const commentsOfThreeLevels = `
list
  listitem level=1
    article “Ruth Adeyemi”
      heading “Ruth Adeyemi” level=3
      link “now”
        time
      paragraph
        The underpass is dark.
      button “Respect the comment by Ruth Adeyemi”
      button “Reply to Ruth Adeyemi”
      button “More for the comment by Ruth Adeyemi” hasPopup=menu expanded=false
    button “Hide the replies to Ruth Adeyemi” expanded=true
    list
      listitem level=2
        article “Daniel Osei , replying to Ruth Adeyemi”
          heading “Daniel Osei , replying to Ruth Adeyemi” level=3
          link “now”
            time
          paragraph
            Which end of it?
          button “Respect the comment by Daniel Osei”
          button “Reply to Daniel Osei”
          button “More for the comment by Daniel Osei” hasPopup=menu expanded=false
        button “Hide the replies to Daniel Osei” expanded=true
        list
          listitem level=3
            article “Petra Lindqvist , replying to Daniel Osei”
              heading “Petra Lindqvist , replying to Daniel Osei” level=3
              link “now”
                time
              paragraph
                Both.
              button “Respect the comment by Petra Lindqvist”
              button “Reply to Petra Lindqvist”
              button “More for the comment by Petra Lindqvist” hasPopup=menu expanded=false
      listitem level=2
        article “فرزانہ قریشی , replying to Ruth Adeyemi”
          heading “فرزانہ قریشی , replying to Ruth Adeyemi” level=3
          link “now”
            time
          paragraph
            جی ہاں۔
          button “Respect the comment by فرزانہ قریشی”
          button “Reply to فرزانہ قریشی”
          button “More for the comment by فرزانہ قریشی” hasPopup=menu expanded=false`;

test("a thread of three levels is nested lists, a heading for each comment, and controls that name its author", async () => {
  const page = await threeLevels();
  const all = (await spoken(page)).map((line) => line.slice(2)); // what stands in the region
  assert.deepEqual(all.slice(all.indexOf("list")), commentsOfThreeLevels.trim().split("\n"));
});

test("above the comments stand their heading with the number, the order, and a box with its label", async () => {
  const page = await threeLevels();
  const all = await spoken(page);
  assert.deepEqual(
    all
      .filter((line) => /region|heading “Comments|combobox|option|form|textbox/.test(line))
      .map((line) => line.trim()),
    [
      "region “Comments 4”",
      "heading “Comments 4” level=2",
      "combobox “Sort by” hasPopup=menu expanded=false",
      "option “Best”",
      "option “Newest”",
      "option “Oldest”",
      "form",
      "textbox “Add to the discussion”",
    ],
  );
});

test("the level of the headings is the page's to choose", async () => {
  const page = await threeLevels({
    element: '<understory-comments heading-level="3"></understory-comments>',
  });
  const headings = (await spoken(page)).filter((line) => line.includes("heading"));
  assert.deepEqual(
    headings.map((line) => /level=\d/.exec(line)?.[0]),
    ["level=3", "level=4", "level=4", "level=4", "level=4"],
  );
});

test("whether Respect is pressed, and a branch or a menu open, is said as it changes", async () => {
  const page = await threeLevels();
  const said = async (part) =>
    (await spoken(page)).filter((line) => line.includes(part)).map((line) => line.trim());

  await page.widget.getByRole("button", { name: /^Respect .* Ruth/ }).press("Enter");
  await page.widget.getByRole("button", { name: /^Respect .* Ruth Adeyemi 1$/ }).waitFor();
  assert.deepEqual(await said("Respect the comment by Ruth"), [
    "button “Respect the comment by Ruth Adeyemi 1” pressed=true",
  ]);

  await page.widget.getByRole("button", { name: "More for the comment by Ruth Adeyemi" }).press("Enter");
  await page.widget.getByRole("menu").waitFor();
  assert.deepEqual(await said("More for the comment by Ruth"), [
    "button “More for the comment by Ruth Adeyemi” hasPopup=menu expanded=true",
  ]);
  await page.keyboard.press("Escape");

  await page.widget.getByRole("button", { name: "Hide the replies to Ruth Adeyemi" }).press("Enter");
  const folded = "button “3 replies from Daniel Osei, Petra Lindqvist, and فرزانہ قریشی” expanded=false";
  assert.deepEqual(await said("3 replies"), [folded]);
  assert.deepEqual(await said("article"), ["article “Ruth Adeyemi”"], "what is folded is not read");
});

test("the editor is a named toolbar of one tab stop, and boxes that say what is wrong with them", async () => {
  const page = await threeLevels();
  await page.widget.getByLabel("Add to the discussion").focus();
  await page.widget.getByRole("toolbar", { name: "Formatting" }).waitFor();
  const stops = await page.widget
    .getByRole("toolbar")
    .locator("button")
    .evaluateAll((all) => all.map((one) => one.tabIndex));
  assert.deepEqual(stops.sort(), [-1, -1, -1, -1, -1, 0]);
  await page.widget.getByRole("button", { name: "Post comment" }).press("Enter");
  await page.widget.getByRole("alert").waitFor();
  const all = await spoken(page);
  assert.ok(
    all.some((line) => line.trim().startsWith("textbox “Add to the discussion” invalid=true")),
    all.join("\n"),
  );
});

test("what is wrong with a field is said with the field, as long as it is wrong", async () => {
  const page = await threeLevels();
  const box = page.widget.getByLabel("Add to the discussion");
  await box.focus();
  const submit = page.widget.getByRole("button", { name: "Post comment" });
  const described = async (name) =>
    (await controls(page)).find((one) => one.role === "textbox" && one.name === name).description;
  await submit.press("Enter");
  await page.widget.getByRole("alert").waitFor();
  assert.match(await described("Add to the discussion"), /Write something first\.$/);
  assert.equal(await described("Name"), "");
  await box.fill("Written today.");
  await submit.press("Enter");
  await page.widget.getByText("Write the name that your comment should carry.").waitFor();
  assert.equal(await described("Name"), "Write the name that your comment should carry.");
  assert.doesNotMatch(await described("Add to the discussion"), /Write/);
});

const spokenTo = [
  "list",
  "more replies",
  "more comments",
  "folded branch",
  "branch view",
  "keys help",
  "muted",
  "menu",
  "composer",
  "reply",
  "name missing",
  "post failed",
  "nudge",
  "own comment",
  "withdrawal",
  "report in words",
];

for (const state of spokenTo) {
  test(`${state}: what one reads on a control begins its name, so that a voice can call it`, async () => {
    const page = await states[state](await look({}));
    const all = await controls(page);
    assert.ok(all.length > 3, `${all.length} controls`);
    const begins = ({ name, visible: [first, ...rest] }) =>
      name.startsWith(first) && rest.every((part) => name.includes(part));
    assert.deepEqual(
      all.filter((one) => one.visible.length > 0 && !begins(one)),
      [],
    );
    assert.deepEqual(
      all.filter(({ name }) => !name),
      [],
      "nothing is without a name",
    );
    await page.context().close();
  });
}
