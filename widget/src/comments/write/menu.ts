// More: what one does seldom.

import { attribute, h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import { permalink } from "../meta";
import { askToReport } from "./report";
import { type Words, words } from "./texts";

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
  menu.scrollIntoView({ block: "nearest" });
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
  if (!replies.isEmpty) {
    const label = replies.isFolded ? t("showReplies") : t("hideReplies");
    list.push([label, () => replies.setFolded(!replies.isFolded)]);
  }
  if (conversation.canWrite && !conversation.own.has(comment.id)) {
    list.push([t("report"), () => askToReport(view, opener)]);
  }
  return list;
}

async function copyLink({ comment, conversation }: CommentView, t: Words): Promise<void> {
  const link = new URL(permalink(comment.id), location.href).href;
  try {
    await navigator.clipboard.writeText(link);
    conversation.announcer.say(t("copied"));
  } catch {
    conversation.announcer.say(t("copyFailed", { link }));
  }
}
