// More: what one does seldom.

import { button } from "../../shared/view/button";
import { attribute, h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import { permalink } from "../meta";
import { areKeysOff, turnKeysOn } from "../reader/keys";
import { mute } from "../reader/mute";
import { askToReport } from "./report";
import { type Words, words } from "./texts";

/** How much is quoted of a comment. */
const most = { lines: 3, characters: 280 };

export function openMenu(view: CommentView, opener: HTMLElement): void {
  const place = opener.parentElement as HTMLElement;
  const t = words(view.conversation);
  if (place.querySelector(".menu")) {
    close();
    return;
  }
  const items = choices(view, opener, t).map(([label, act]) =>
    button("", () => leave(act), label, { role: "menuitem", tabindex: -1 }),
  );
  const properties = { class: "menu", role: "menu", "aria-label": t("menu"), part: "menu" };
  const menu = h("div", { ...properties, onkeydown: step, onfocusout: look }, items);
  attribute(opener, "aria-expanded", "true");
  place.append(menu);
  items[0]?.focus();
  const { bottom, left, right } = menu.getBoundingClientRect();
  const box = view.conversation.host.getBoundingClientRect();
  menu.classList.toggle("is-above", bottom > innerHeight);
  menu.classList.toggle("is-end", right > box.right || left < box.left);

  function close() {
    place.querySelector(".menu")?.remove();
    attribute(opener, "aria-expanded", "false");
  }

  function leave(act?: () => void) {
    opener.focus(); // first, since what goes with the focus in it loses it
    close();
    act?.();
  }

  /** Closes when the focus has gone elsewhere. */
  function look({ relatedTarget }: FocusEvent) {
    if (!place.contains(relatedTarget as Node | null)) close();
  }

  function step(event: KeyboardEvent) {
    const index = items.indexOf(event.target as HTMLButtonElement);
    const moves: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 };
    const to = moves[event.key];
    if (event.key === "Escape" || event.key === "Tab") leave();
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
    const quote = async () => (await conversation.acting()).writing.quote(view, text);
    list.push([t("quotePassage"), quote]);
  }
  if (!conversation.own.has(comment.id)) {
    if (comment.author) list.push([t("mute", { name: view.name }), () => mute(view)]);
    if (conversation.canWrite) list.push([t("report"), () => askToReport(view, opener)]);
  }
  if (areKeysOff()) list.push([t("keysOn"), turnKeysOn]);
  return list;
}

function linkTo({ comment }: CommentView): string {
  return new URL(permalink(comment.id), location.href).href;
}

function share(view: CommentView): void {
  // Closing the system's dialog is no failure.
  navigator.share({ url: linkTo(view) }).catch(() => {});
}

/** What is selected of the comment, else all of it, and not more than the first lines. */
function passageOf({ article, conversation }: CommentView): string {
  const body = article.querySelector(".body") as HTMLElement;
  const root = conversation.root as ShadowRoot & { getSelection?: () => Selection | null };
  const selection = root.getSelection?.() ?? getSelection();
  const isHere = body.contains(selection?.anchorNode ?? null);
  // biome-ignore lint/performance/useDomNodeTextContent: its lines are wanted as they are seen
  const text = ((isHere && selection?.toString().trim()) || body.innerText).replace(/\n+/g, "\n");
  const lines = text.split("\n").slice(0, most.lines).join("\n");
  const short =
    lines.length > most.characters ? lines.slice(0, most.characters).replace(/\s\S*$/, "") : lines;
  return short === text ? text : `${short}…`;
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
