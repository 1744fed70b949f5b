// comments.js: shows the discussion of a page in the shadow root that the loader made.

import { fetchThread } from "../shared/api/reading";
import { answer, Problem } from "../shared/api/request";
import type { Mount } from "../shared/mount";
import type { Thread, Viewer } from "../shared/thread";
import { h } from "../shared/view/h";
import { takeAppearance } from "./appearance";
import { Conversation } from "./conversation";
import { Discussion } from "./discussion";
import { followLink } from "./link";
import { refreshTimes } from "./meta";
import { failure } from "./notice";
import { persist } from "./persistence";
import { why } from "./reasons";
import { reserveRoom } from "./reserve";
import { bareHead, skeleton } from "./skeleton";
import readingStyle from "./style/reading.css";
import { askViewer, overlay, remember } from "./viewer";

export * from "./kit";

const sheet = new CSSStyleSheet();
sheet.replaceSync(readingStyle);

export const mount: Mount = (host, options) => {
  const conversation = new Conversation(host, options);
  const { announcer, ended, t } = conversation;
  const section = h("section", { class: "understory", lang: conversation.lang, "aria-labelledby": "title" });
  const root = host.shadowRoot as ShadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  root.replaceChildren(section, h("slot", { name: "status" }));
  host.append(announcer.element);
  keepAppearance(conversation, section);

  const complaint =
    location.protocol === "file:" ? t("file") : conversation.connection.site ? undefined : t("noSite");
  if (complaint) section.append(bareHead(conversation), failure(complaint));
  else void open(conversation, section);

  return () => {
    ended.abort();
    announcer.element.remove();
  };
};

async function open(conversation: Conversation, section: HTMLElement): Promise<void> {
  const { ended, host } = conversation;
  section.replaceChildren(skeleton(conversation));
  const settle = reserveRoom(host);
  ended.signal.addEventListener("abort", settle);
  const viewer = askViewer(conversation);
  try {
    const thread = await askThread(conversation, section);
    conversation.article = thread.article;
    conversation.settings = thread.settings;
    await show(conversation, section, thread, viewer);
    settle();
  } catch (error) {
    if (ended.signal.aborted) return;
    section.replaceChildren(bareHead(conversation), failure(conversation.t("loadFailed")));
    throw error;
  }
}

/** Asks until there is an answer, and says meanwhile why there is none. */
function askThread(conversation: Conversation, section: HTMLElement): Promise<Thread> {
  const { connection, page, options, ended, t } = conversation;
  const reason = h("span");
  let askAgain = () => {};
  const retry = h("button", { type: "button", class: "row", onclick: () => askAgain() }, t("retry"));
  return persist(
    (attempt) =>
      attempt === 0 ? answer<Thread>(options.thread) : fetchThread(connection, page, options.sort),
    (problem, again) => {
      askAgain = again;
      reason.textContent = loadProblem(conversation, problem);
      // Shown once, so that asking again by itself moves nothing, neither words nor focus.
      if (!retry.isConnected) {
        const words = failure(h("strong", null, t("loadFailed")), " ", reason, " ", retry);
        section.replaceChildren(bareHead(conversation), words);
      }
      conversation.emit("error", { kind: problem instanceof Problem ? problem.kind : "internal" });
    },
    ended.signal,
  );
}

function loadProblem({ connection, t }: Conversation, problem: unknown): string {
  const isUnknownSite = problem instanceof Problem && problem.kind === "not_found";
  return isUnknownSite ? t("problem_unknown_site", { site: connection.site }) : why(problem, t);
}

async function show(
  conversation: Conversation,
  section: HTMLElement,
  thread: Thread,
  asked: Promise<Viewer>,
): Promise<void> {
  const { ended, host } = conversation;
  // What has come already is drawn with the rest; nobody waits for it.
  const early = await Promise.race([asked, Promise.resolve(undefined)]);
  if (early) remember(conversation, early);
  const hadFocus = section.matches(":focus-within");
  const discussion = new Discussion(conversation, thread);
  section.replaceChildren(discussion.element);
  await discussion.showThread();
  if (hadFocus) discussion.focus();
  await followLink(conversation, discussion);
  addEventListener("hashchange", () => followLink(conversation, discussion), { signal: ended.signal });
  const timer = setInterval(() => refreshTimes(section, conversation.lang), 60_000);
  ended.signal.addEventListener("abort", () => clearInterval(timer));
  fetchWritingWhenSeen(host, conversation);
  conversation.emit("ready", { count: conversation.article.commentCount });
  conversation.emit("count", { count: conversation.article.commentCount });
  if (early) return;
  remember(conversation, await asked);
  overlay(conversation);
  discussion.addOwn();
}

/** The editor is there before it is wanted, and even if the server is gone by then. */
function fetchWritingWhenSeen(host: HTMLElement, conversation: Conversation): void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.at(-1)?.isIntersecting) return;
    observer.disconnect();
    conversation.writing().catch(() => {});
  });
  observer.observe(host);
  conversation.ended.signal.addEventListener("abort", () => observer.disconnect());
}

function keepAppearance({ announcer, ended, host, options }: Conversation, section: HTMLElement): void {
  const take = () => takeAppearance(section, host, announcer.element, options.setting("scheme"));
  take();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", take, { signal: ended.signal });
}
