// Every state in which a reader can find the comments, each reached as a reader reaches it. A state is given a
// look, that is a page's language, its publisher's style and a browser, and gives the page once the state is there.

import { readFile } from "node:fs/promises";
import { conversations } from "./conversations.mjs";
import { moderator, newSite } from "./dashboard-staff.mjs";
import { guest } from "./server.mjs";
import { comment, reader, story, world } from "./stage.mjs";

const problem = { "Access-Control-Allow-Origin": "*", "Content-Type": "application/problem+json" };
const hours = 60 * 60 * 1000;

/** A way of looking at a state: words and conversation of a language, the head of a host's page, a browser. */
export async function look({ lang = "en", head = "", browser = {} } = {}) {
  const english = await texts("en");
  const theirs = await texts(lang).catch(() => undefined);
  const words = { ...english.reading, ...english.writing, ...theirs?.reading, ...theirs?.writing };
  const dir = /^(ar|fa|he|ur)/.test(lang) ? ' dir="rtl"' : "";
  return {
    words,
    conversation: conversations[lang] ?? conversations.en,
    story: (options) => story({ root: `lang="${lang}"${dir}`, head, ...options }),
    reader: (options) => reader({ ...browser, ...options }),
  };
}

async function texts(lang) {
  return JSON.parse(await readFile(new URL(`../texts/${lang}.json`, import.meta.url), "utf8"));
}

/** Posts a conversation; people keep their faces, since each has one key. */
export async function seed(address, conversation, options = {}, parent = undefined) {
  const keys = options.keys ?? new Map();
  const posted = [];
  for (const [name, body, ...replies] of conversation) {
    if (!keys.has(name)) keys.set(name, guest());
    const one = await world.server.post(address, {
      ...options,
      body,
      name: name.slice(0, 60),
      parent,
      key: keys.get(name),
    });
    posted.push(one);
    await seed(address, replies, { ...options, keys }, one.id);
  }
  return posted;
}

/** Goes to a story's comments and waits until they can be used. */
export async function arrive(page, address, ready = ".discussion") {
  await page.goto(address);
  await page.widget.scrollIntoViewIfNeeded();
  await page.widget.locator(ready).first().waitFor();
  await page.waitForFunction(() => "count" in document.querySelector("understory-comments"));
  return page;
}

/** A story with its conversation, and a reader before it. */
async function discussion(look, options = {}) {
  const address = look.story(options);
  const roots = await seed(address, options.conversation ?? short(look), { site: options.site });
  const page = await look.reader(options.browser);
  await age(page);
  await arrive(page, address + (options.hash?.(roots) ?? ""));
  await page.widget.getByRole("article").first().waitFor();
  return Object.assign(page, { roots, address });
}

/** The first comment with one answer and the answer to that, and another comment. */
function short({ conversation }) {
  const [[name, body, reply], , other] = [...conversation, ...conversation];
  return [[name, body, reply], other];
}

/** Nobody can post into the past, so the answers are given ages, and respects, on their way. */
async function age(page) {
  await page.route("**/api/v1/thread?*", async (route) => {
    const answer = await route.fetch();
    const thread = await answer.json();
    let number = 0;
    const grow = (one) => {
      number++;
      one.createdAt = new Date(Date.now() - number ** 2 * 0.4 * hours).toISOString();
      one.respects = (number * 37) % 65;
      for (const reply of one.replies) grow(reply);
    };
    for (const root of thread.comments ?? []) grow(root);
    await route.fulfill({ response: answer, json: thread });
  });
}

const refuse = (page, path, status, body) =>
  page.route(path, (route) =>
    route.fulfill({ status, headers: problem, body: JSON.stringify({ status, ...body }) }),
  );

/** Opens the editor of the story. */
async function open(page, text = "") {
  await page.widget.locator("#write").focus();
  await page.widget.locator(".toolbar").waitFor();
  if (text) await page.widget.locator("#write").fill(text);
}

/** A text that is longer than the limit by so many characters. */
async function long(page, by) {
  const { settings } = await world.server.thread(page.address);
  return `${text} `.repeat(settings.maxLength).slice(0, settings.maxLength + by);
}

/** Writes and posts under a name. */
async function send(page, text) {
  await open(page, text);
  await page.widget.locator("#write-name").fill("Noor Haddad");
  await page.widget.locator(".foot .is-primary").click();
}

async function menu(page) {
  await page.widget.locator("[data-act=menu]").first().click();
  await page.widget.getByRole("menu").waitFor();
}

async function choose(page, label) {
  await menu(page);
  await page.widget.getByRole("menuitem", { name: label, exact: true }).click();
}

/** Signs in as the newsroom and decides. */
async function decide(site, path, data) {
  const staff = await moderator(`${site}/recent`);
  const url = `${world.server.url}/api/v1/moderation/`;
  if (data.action === "reject") {
    const queue = await (await staff.request.get(`${url}queue?site=${site}&queue=recent`)).json();
    data.version = queue.items.find(({ comment }) => path.includes(comment.id)).comment.version;
  }
  const response = await staff.request.post(`${url}${path}?site=${site}`, {
    data,
    headers: { "X-Understory": "1" },
  });
  if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`);
  await staff.context().close();
}

/** A reader who has just posted. */
async function posted(look, text, options) {
  const page = await discussion(look, options);
  await send(page, text);
  await comment(page, text).locator("[data-act=edit]").waitFor();
  return page;
}

async function closed(look, conversation) {
  const site = newSite();
  const address = look.story({ site });
  await seed(address, conversation.length > 0 ? conversation : look.conversation.slice(2, 3), { site });
  const { article, comments } = await world.server.thread(address, site);
  if (conversation.length === 0)
    await decide(site, `comments/${comments[0].id}/decisions`, { action: "reject", reason: "abuse" });
  await decide(site, `articles/${article.id}/decisions`, { action: "close" });
  return arrive(await look.reader(), address, ".closed");
}

/** Goes to a story whose comments do not come. */
async function failing(page, address, shown = ".is-failed") {
  await page.goto(address);
  await page.widget.locator(shown).first().waitFor();
  await page.widget.scrollIntoViewIfNeeded();
  return page;
}

async function deepestOf(address) {
  let [one] = (await world.server.thread(address)).comments;
  while (one.replyCount > 0) {
    const answer = one.replies[0]
      ? undefined
      : await fetch(`${world.server.url}/api/v1/comments/${one.id}/replies?site=demo`);
    one = one.replies[0] ?? (await answer.json()).comments[0];
  }
  return one.id;
}

const text = "Quay Lane had the same hours in 2019, and the city kept the numbers.";
const word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const everything = `> Put the list
>
> - of streets
> - and the method on one page

As \`lamps.csv\` has it, **and** as [${word}](https://porthallow.example/lamps/${word}) says:

1. once by day
2. once by night

\`\`\`
saved = 6400 * 62 * 0.7 / 1000 * 4.5 * 365   # ${word}
\`\`\`

${word}`;
const levels = (n) => {
  const root = ["Ruth Adeyemi", `Level ${n}.`];
  let all = root;
  for (let level = n - 1; level > 0; level--)
    all = [level % 2 ? "Daniel Osei" : "Petra Lindqvist", `Level ${level}.`, all];
  return [all];
};
const forked = (n) =>
  n === 0
    ? []
    : [
        [
          "Ruth Adeyemi",
          `Level ${5 - n}.`,
          ...forked(n - 1),
          ...(n > 1 ? [["Leonie Marsh", "Beside it."]] : []),
        ],
      ];

export const states = {
  // Reading
  list: (look) => discussion(look, { conversation: look.conversation }),
  "one comment": (look) => discussion(look, { conversation: look.conversation.slice(2, 3) }),
  "no comments": async (look) => arrive(await look.reader(), look.story(), ".note .bar"),
  "closed with comments": (look) => closed(look, short(look)),
  "closed without comments": (look) => closed(look, []),
  "guests off": async (look) => {
    const page = await look.reader();
    const address = look.story();
    await seed(address, short(look));
    await page.route("**/api/v1/thread?*", async (route) => {
      const answer = await route.fetch();
      const thread = await answer.json();
      thread.settings.guests = "off";
      await route.fulfill({ response: answer, json: thread });
    });
    return arrive(page, address, ".closed");
  },
  "members only": async (look) => {
    const page = await look.reader();
    await refuse(page, "**/api/v1/thread?*", 403, { kind: "members_only" });
    return failing(page, look.story(), ".closed");
  },
  skeleton: async (look) => {
    const page = await look.reader();
    await page.route("**/api/v1/thread?*", () => {}); // never answered
    return failing(page, look.story(), ".bone");
  },
  "load failure": async (look) => {
    const page = await look.reader();
    await refuse(page, "**/api/v1/thread?*", 500, { kind: "internal" });
    return failing(page, look.story());
  },
  offline: async (look) => {
    const page = await look.reader();
    await page.route("**/api/v1/thread?*", (route) => route.abort("internetdisconnected"));
    return failing(page, look.story());
  },
  "unknown site": async (look) => failing(await look.reader(), look.story({ site: "nobody" })),
  "more replies": async (look) => {
    const [name, body, ...replies] = look.conversation[0];
    const page = await discussion(look, { conversation: [[name, body, ...replies, ...replies]] });
    await page.widget.locator("[data-act=more]").waitFor();
    return page;
  },
  "replies that do not load": async (look) => {
    const page = await states["more replies"](look);
    await page.route("**/replies?*", (route) => route.abort("connectionrefused"));
    await page.widget.locator("[data-act=more]").click();
    await page.widget.locator("[data-act=more]").getByText(look.words.moreFailed).waitFor();
    return page;
  },
  "more comments": async (look) => {
    const conversation = Array.from({ length: 31 }, () => look.conversation.at(-1).slice(0, 2));
    const page = await discussion(look, { conversation });
    await page.widget.locator("[data-act=next]").scrollIntoViewIfNeeded();
    return page;
  },
  tombstone: async (look) => {
    const site = newSite();
    const address = look.story({ site });
    const [root] = await seed(address, look.conversation.slice(1, 2), { site });
    await seed(address, look.conversation.slice(2, 3), { site });
    await decide(site, `comments/${root.id}/decisions`, { action: "reject", reason: "abuse" });
    const page = await arrive(await look.reader(), address);
    await page.widget.locator(".gone").waitFor();
    return page;
  },
  "folded branch": async (look) => {
    const page = await discussion(look);
    await choose(page, look.words.hideAllReplies);
    await page.widget.locator("[data-act=unfold]").waitFor();
    return page;
  },
  "everything in a comment": (look) =>
    discussion(look, { conversation: [["Oskar Brandt", everything, ["Sunniva Dahl", everything]]] }),
  "long names": async (look) => {
    const longest = look.conversation.flat(2).find((name) => /^Maximiliane/.test(name)) ?? word;
    const reply = [longest, text, [word, text]];
    const page = await discussion(look, { conversation: [[word, text, reply, ["Ruth Adeyemi", text]]] });
    await page.widget.locator("[data-act=menu]").nth(1).click();
    await page.widget.getByRole("menu").waitFor();
    return page;
  },
  "long names folded": async (look) => {
    const conversation = [[word, text, [word.toUpperCase(), text, ["Ruth Adeyemi", text]]]];
    const page = await discussion(look, { conversation });
    await choose(page, look.words.hideAllReplies);
    await page.widget.locator("[data-act=unfold]").waitFor();
    return page;
  },
  forks: (look) => discussion(look, { conversation: forked(5) }),
  "branch view": async (look) => {
    const page = await discussion(look, { conversation: levels(9) });
    await page.widget.locator("a.row").click();
    await page.widget.locator(".bar [data-act=all]").waitFor();
    await comment(page, "Level 9.").waitFor();
    return page;
  },
  "fifty levels": async (look) => {
    const address = look.story();
    await seed(address, levels(50));
    const deepest = await deepestOf(address);
    const page = await arrive(await look.reader(), `${address}#c-${deepest}`);
    await page.widget.locator(".linked").waitFor();
    return page;
  },
  "linked comment": async (look) => {
    const page = await discussion(look, { hash: (roots) => `#c-${roots[1].id}` });
    await page.widget.locator(".linked").waitFor();
    return page;
  },
  "link to nothing": async (look) => {
    const page = await discussion(look, { hash: () => "#c-00000000-0000-7000-8000-000000000000" });
    await page.widget.locator(".note .bar").waitFor();
    return page;
  },
  "exact time": async (look) => {
    const page = await discussion(look);
    await page.widget.getByRole("article").first().focus();
    await page.keyboard.press("Tab");
    await page.widget.locator(".time[title]:focus").waitFor();
    return page;
  },
  "keys help": async (look) => {
    const page = await discussion(look);
    await page.widget.getByRole("article").first().focus();
    await page.keyboard.press("?");
    await page.widget.getByText(look.words.keysHelp).last().waitFor();
    return page;
  },
  muted: async (look) => {
    const page = await discussion(look);
    await choose(
      page,
      look.words.mute.replace("{name}", await page.widget.locator(".author").first().innerText()),
    );
    await page.widget.locator("[data-act=unmute]").waitFor();
    return page;
  },
  "passage of the story": async (look) => {
    const page = await discussion(look);
    await page.evaluate(() => {
      const story = document.querySelector("main > p");
      story.scrollIntoView({ block: "center" });
      getSelection().setBaseAndExtent(story.firstChild, 4, story.firstChild, 60);
    });
    await page.widget.locator(".passage").waitFor();
    return page;
  },
  returned: async (look) => {
    const page = await posted(look, text);
    const { comments } = await world.server.thread(page.address);
    const own = comments.find(({ author }) => author.name === "Noor Haddad");
    await page.goto("about:blank");
    await seed(
      page.address,
      look.conversation.slice(2, 4).map(([name, body]) => [name, body]),
      {},
      own.id,
    );
    await page.unroute("**/api/v1/thread?*");
    await arrive(page, page.address, ".returned");
    return page;
  },

  // Doing
  menu: async (look) => {
    const page = await discussion(look);
    await menu(page);
    return page;
  },
  respected: async (look) => {
    const page = await discussion(look);
    await page.widget.locator("[data-act=respect]").first().click();
    await page.widget.locator("[data-act=respect][aria-pressed=true]").waitFor();
    return page;
  },
  composer: async (look) => {
    const page = await discussion(look);
    await open(page);
    return page;
  },
  "composer near its limit": async (look) => {
    const page = await discussion(look);
    await open(page, await long(page, -58));
    await page.widget.locator(".counter:not(:empty)").waitFor();
    return page;
  },
  "composer beyond its limit": async (look) => {
    const page = await discussion(look);
    await open(page, await long(page, 212));
    await page.widget.locator(".counter.is-over").waitFor();
    await page.widget.locator(".foot .is-primary").click();
    await page.widget.getByRole("alert").waitFor();
    return page;
  },
  preview: async (look) => {
    const page = await discussion(look);
    await open(page, "Some **words**, and\n\n- a list\n- of two\n\n> quoted");
    await page.widget.locator(".tools > .action").click();
    await page.widget.locator(".preview li").first().waitFor();
    return page;
  },
  "name missing": async (look) => {
    const page = await discussion(look);
    await open(page, text);
    await page.widget.locator(".foot .is-primary").click();
    await page.widget.getByRole("alert").waitFor();
    return page;
  },
  sending: async (look) => {
    const page = await discussion(look);
    await page.route("**/api/v1/comments", () => {}); // never answered
    await send(page, text);
    await page.widget.getByText(look.words.sending).waitFor();
    return page;
  },
  "post failed": async (look) => {
    const page = await discussion(look);
    await page.route("**/api/v1/comments", (route) => route.abort("connectionrefused"));
    await send(page, text);
    await page.widget.getByRole("alert").waitFor();
    return page;
  },
  "reply that failed": async (look) => {
    const page = await states.reply(look);
    await page.route("**/api/v1/comments", (route) => route.abort("connectionrefused"));
    await page.widget.locator(".is-reply .input").fill("Noor Haddad");
    await page.widget.locator(".is-reply .is-primary").click();
    await page.widget.getByRole("alert").waitFor();
    return page;
  },
  "post refused": async (look) => {
    const page = await discussion(look);
    await refuse(page, "**/api/v1/comments", 422, { kind: "rejected" });
    await send(page, text);
    await page.widget.getByRole("alert").waitFor();
    return page;
  },
  discarded: async (look) => {
    const page = await states["post failed"](look);
    await page.widget.getByRole("button", { name: look.words.discard }).click();
    await page.widget.getByText(look.words.draftDiscarded).waitFor();
    return page;
  },
  "waiting for a connection": async (look) => {
    const page = await discussion(look);
    await open(page, text);
    await page.context().setOffline(true);
    await send(page, text);
    await page.widget.getByRole("alert").waitFor();
    return page;
  },
  nudge: async (look) => {
    const page = await discussion(look);
    const findings = [{ detector: "words", reason: "It may hurt somebody.", span: [0, 9] }];
    await refuse(page, "**/api/v1/comments", 422, { kind: "nudge", detail: "Read it once more.", findings });
    await send(page, text);
    await page.widget.locator("mark").waitFor();
    return page;
  },
  "own comment": (look) => posted(look, text),
  held: async (look) => {
    const page = await discussion(look, { site: newSite() }); // where only links within it are trusted
    await send(page, `${text} ${[1, 2, 3].map((n) => `https://porthallow.example/${n}`).join(" ")}`);
    await page.widget.locator(".notice").waitFor();
    return page;
  },
  rejected: async (look) => {
    const site = newSite();
    const page = await posted(look, text, { site });
    const { comments } = await world.server.thread(page.address, site);
    const { id } = comments.find(({ author }) => author?.name === "Noor Haddad");
    await decide(site, `comments/${id}/decisions`, { action: "reject", reason: "abuse" });
    await page.reload();
    await page.widget.locator(".notice").waitFor();
    return page;
  },
  edit: async (look) => {
    const page = await posted(look, text);
    await page.widget.locator("[data-act=edit]").click();
    await page.widget.locator(".is-reply textarea").waitFor();
    return page;
  },
  withdrawal: async (look) => {
    const page = await posted(look, text);
    await page.reload();
    await page.widget.locator("[data-act=withdraw]").click();
    await page.widget.locator(".ask").waitFor();
    return page;
  },
  withdrawn: async (look) => {
    const page = await states.withdrawal(look);
    await page.widget.locator(".ask .is-primary").click();
    await page.widget.locator(".gone").waitFor();
    return page;
  },
  reply: async (look) => {
    const page = await discussion(look);
    await page.widget.locator("[data-act=reply]").first().click();
    await page.widget.locator(".is-reply textarea").fill(text);
    return page;
  },
  report: async (look) => {
    const page = await discussion(look);
    await choose(page, look.words.report);
    await page.widget.locator(".ask").waitFor();
    return page;
  },
  "report in words": async (look) => {
    const page = await states.report(look);
    await page.widget.getByRole("button", { name: look.words.reason_other }).click();
    await page.widget.locator(".ask input").waitFor();
    return page;
  },
  reported: async (look) => {
    const page = await states.report(look);
    await page.widget.getByRole("button", { name: look.words.reason_spam }).click();
    await page.widget.getByText(look.words.reported).last().waitFor();
    return page;
  },
};
