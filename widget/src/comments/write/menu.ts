// More: what one does seldom.

import { plainText } from "../../shared/plain-text";
import { attribute, h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import { permalink } from "../meta";
import { mute } from "../reader/mute";
import { askToReport } from "./report";
import { type Words, words } from "./texts";

/** Characters quoted of a comment where nothing is selected. */
const mostQuoted = 280;

export function openMenu(view: CommentView, opener: HTMLElement): void {
  const place = opener.parentElement as HTMLElement;
  const open = place.querySelector(".menu");
  if (open) {
    open.remove();
    return;
  }
  const t = words(view.conversation);
  const items = choices(view, opener, t).map(([label, act]) =>
    h("button", { type: "button", role: "menuitem", tabindex: -1, onclick: () => choose(act) }, label),
  );
  const menu = h(
    "div",
    { class: "menu", role: "menu", "aria-label": t("menu"), part: "menu", onkeydown: step },
    items,
  );
  const outside = new AbortController();
  attribute(opener, "aria-expanded", "true");
  place.append(menu);
  items[0]?.focus();
  const { bottom, left, right } = menu.getBoundingClientRect();
  menu.classList.toggle("is-above", bottom > innerHeight);
  menu.classList.toggle("is-end", right > innerWidth || left < 0);
  place.addEventListener(
    "focusout",
    (event) => {
      if (!place.contains(event.relatedTarget as Node | null)) close();
    },
    { signal: outside.signal },
  );

  function close() {
    outside.abort();
    menu.remove();
    attribute(opener, "aria-expanded", "false");
  }

  function choose(act: () => void) {
    close();
    opener.focus();
    act();
  }

  function step(event: KeyboardEvent) {
    const index = items.indexOf(event.target as HTMLButtonElement);
    const moves: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 };
    const to = moves[event.key];
    if (event.key === "Escape" || event.key === "Tab") {
      close();
      opener.focus();
    }
    if (event.key === "Escape") event.stopPropagation();
    if (to === undefined) return;
    items.at(to % items.length)?.focus();
    event.preventDefault();
  }
}

function choices(view: CommentView, opener: HTMLElement, t: Words): [string, () => void][] {
  const { comment, conversation, replies } = view;
  const list: [string, () => void][] = [[t("copyLink"), () => copyLink(view, t)]];
  if ("share" in navigator) list.unshift([t("share"), () => share(view)]);
  if (!replies.isEmpty) {
    const label = replies.isFolded ? t("showReplies") : t("hideAllReplies");
    list.push([label, () => replies.setFolded(!replies.isFolded)]);
  }
  if (conversation.canPost && comment.status === "published") {
    const text = passageOf(view);
    list.push([
      t("quotePassage"),
      () => void conversation.acting().then(({ writing }) => writing.quote(view, text)),
    ]);
  }
  if (!conversation.own.has(comment.id)) {
    if (comment.author) list.push([t("mute", { name: view.name }), () => mute(view)]);
    if (conversation.canWrite) list.push([t("report"), () => askToReport(view, opener)]);
  }
  return list;
}

function linkTo({ comment }: CommentView): string {
  return new URL(permalink(comment.id), location.href).href;
}

function share(view: CommentView): void {
  // Closing the system's dialog is no failure.
  navigator.share({ url: linkTo(view) }).catch(() => {});
}

/** What is selected of the comment, else its first lines. */
function passageOf({ article, comment, conversation }: CommentView): string {
  const root = conversation.root as ShadowRoot & { getSelection?: () => Selection | null };
  const selection = root.getSelection?.() ?? getSelection();
  const selected = selection?.toString().trim();
  if (selected && article.querySelector(".body")?.contains(selection?.anchorNode ?? null)) return selected;
  const text = plainText(comment.body);
  return text.length > mostQuoted ? `${text.slice(0, mostQuoted).replace(/\s\S*$/, "")}…` : text;
}

async function copyLink(view: CommentView, t: Words): Promise<void> {
  const { conversation } = view;
  const link = linkTo(view);
  try {
    await navigator.clipboard.writeText(link);
    conversation.announcer.say(t("copied"));
  } catch {
    conversation.announcer.say(t("copyFailed", { link }));
  }
}
