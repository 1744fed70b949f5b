// comments.js: shows the discussion of a page in the shadow root that the loader made.

import { fetchThread } from "../shared/api/reading";
import { answer, Problem } from "../shared/api/request";
import type { Catalogue } from "../shared/i18n/translate";
import type { Mount, Mounted } from "../shared/mount";
import { stored } from "../shared/storage";
import type { Sort, Thread } from "../shared/thread";
import { button } from "../shared/view/button";
import { h } from "../shared/view/h";
import type { Acting } from "./acting";
import { listenForActs } from "./acts";
import { takeAppearance } from "./appearance";
import { Conversation } from "./conversation";
import { Discussion } from "./discussion";
import { bareHead, showCount } from "./head";
import { failure } from "./notice";
import { ownAddress } from "./own";
import { persist } from "./persistence";
import { why } from "./reasons";
import { reserveRoom } from "./reserve";
import { skeleton } from "./skeleton";
import readingStyle from "./style/reading.css";
import { adopt } from "./style/sheet";

export * from "./kit";

try {
  CSS.registerProperty({
    name: "--us-rem",
    syntax: "<length>",
    inherits: true,
    initialValue: "16px",
  });
} catch {
  // Another copy has done it.
}

/** Milliseconds within which an answer needs no skeleton before it. */
const quick = 150;

/** Milliseconds that the words of another language are waited for, and one's own comments. */
const patience = 1_500;

export const mount: Mount = (host, options) => {
  let widget: Mounted | undefined;
  let isOver = false;
  soon(options.texts).then((texts) => {
    if (!isOver) widget = start(new Conversation(host, options, texts));
  });
  return {
    end() {
      isOver = true;
      widget?.end();
    },
    changed: (name) => widget?.changed(name) ?? false,
  };
};

function start(conversation: Conversation): Mounted {
  const { announcer, direction, ended, host, lang, root, t } = conversation;
  const drawn = root.querySelector<HTMLElement>(".understory");
  const properties = { class: "understory", lang, dir: direction, "aria-labelledby": "title" };
  const section = drawn ?? h("section", properties);
  adopt(root, readingStyle);
  root.querySelector("link")?.remove();
  if (!drawn) root.replaceChildren(section, h("slot", { name: "status" }));
  host.append(announcer.element);
  listenForActs(conversation, section);
  const appear = () => takeAppearance(conversation, section);
  conversation.appear = appear;
  appear();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", appear, { signal: ended.signal });

  const complaint =
    location.protocol === "file:" ? t("file") : conversation.connection.site ? undefined : t("noSite");
  if (complaint) section.append(bareHead(conversation), failure(complaint));
  else void open(conversation, section, drawn !== null);

  return {
    end() {
      ended.abort();
      announcer.element.remove();
    },
    changed(name) {
      if (!name.startsWith("scheme")) return false;
      appear();
      return true;
    },
  };
}

async function open(conversation: Conversation, section: HTMLElement, isDrawn: boolean): Promise<void> {
  const { ended, host, root } = conversation;
  const settle = reserveRoom(host);
  ended.signal.addEventListener("abort", settle);
  try {
    if (isDrawn) {
      const thread = JSON.parse(root.getElementById("thread")?.textContent ?? "") as Thread;
      await show(conversation, section, thread, true);
    } else {
      const timer = setTimeout(() => section.replaceChildren(skeleton(conversation)), quick);
      const thread = await askThread(conversation, section, () => clearTimeout(timer));
      await show(conversation, section, thread, false);
    }
    settle();
  } catch (error) {
    if (ended.signal.aborted) return;
    section.replaceChildren(bareHead(conversation), failure(conversation.t("loadFailed")));
    throw error;
  }
}

/** Asks until there is an answer, and says meanwhile why there is none. */
async function askThread(
  conversation: Conversation,
  section: HTMLElement,
  answered: () => void,
): Promise<Thread> {
  const { connection, page, options, ended, t } = conversation;
  const asked = options.setting("sort") as Sort | undefined;
  const sort = asked ?? (stored(`understory:${connection.site}:sort`) as Sort | null) ?? undefined;
  const reason = h("span");
  let askAgain = () => {};
  const retry = button("row", () => askAgain(), t("retry"));
  const thread = await persist(
    (attempt) =>
      attempt === 0 && options.thread && sort === asked
        ? answer<Thread>(options.thread)
        : fetchThread(connection, page, sort),
    (problem, again) => {
      answered();
      askAgain = again;
      reason.textContent = loadProblem(conversation, problem);
      // Shown once, so that asking again by itself moves nothing, neither words nor focus.
      if (!retry.isConnected) {
        const isRefused = problem instanceof Problem && problem.kind === "members_only";
        const words = isRefused
          ? h("p", { class: "quiet closed" }, t("membersOnly"))
          : failure(h("strong", null, t("loadFailed")), " ", reason, " ", retry);
        section.replaceChildren(bareHead(conversation), words);
      }
      conversation.emit("error", { kind: problem instanceof Problem ? problem.kind : "internal" });
    },
    ended.signal,
  );
  answered();
  return thread;
}

function loadProblem({ connection, t }: Conversation, problem: unknown): string {
  const isUnknownSite = problem instanceof Problem && problem.kind === "not_found";
  return isUnknownSite ? t("problem_unknown_site", { site: connection.site }) : why(problem, t);
}

async function show(
  conversation: Conversation,
  section: HTMLElement,
  thread: Thread,
  isDrawn: boolean,
): Promise<void> {
  const { ended } = conversation;
  conversation.article = thread.article;
  conversation.settings = thread.settings;
  const hadFocus = section.matches(":focus-within");
  // Before the discussion is made: a draft opens the editor at once.
  conversation.startActing = async () => {
    const { options, texts } = conversation;
    const [acting, words] = await Promise.all([
      conversation.load<{ start(discussion: Discussion, texts?: Catalogue): Acting }>("acting"),
      texts && conversation.load<{ default: Catalogue }>(`texts/${options.lang}-write`),
    ]);
    return acting.start(discussion, words?.default);
  };
  const discussion = new Discussion(conversation, thread, isDrawn ? section.firstElementChild : null);
  // What is one's own is drawn with the rest, so that it moves nothing when it comes.
  if (hasLeftTraces(conversation)) {
    await soon(conversation.acting().then(({ reader }) => reader.known));
    if (ended.signal.aborted) return;
  }
  if (isDrawn) {
    discussion.take(thread);
  } else {
    section.replaceChildren(discussion.element);
    await discussion.show(thread);
    showCount(conversation, discussion.head);
  }
  if (hadFocus) discussion.focus();
  conversation.emit("ready", { count: conversation.article.commentCount });
  conversation.emit("count", { count: conversation.article.commentCount });
  // Without the other half everything can be read; whoever presses a button asks for it anew.
  void conversation.acting().then(
    ({ reader }) => reader.settle(),
    () => {},
  );
}

/** Whether this reader has written here, or does not want to read everybody. */
function hasLeftTraces(conversation: Conversation): boolean {
  const { site } = conversation.connection;
  return [ownAddress(conversation), `understory:${site}:muted`].some((address) => stored(address));
}

/** What comes of it, or nothing when that takes long or fails. */
function soon<T>(promise: Promise<T> | undefined): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patience));
  return Promise.race([promise?.catch(() => undefined), late]);
}
