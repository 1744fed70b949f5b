// Going through the comments by single keys, as long as the focus is in the discussion. A reader who dictates
// or presses keys by accident can turn them off, each of them, and on again in the menu (WCAG 2.2, 2.1.4).

import { store, stored } from "../../shared/storage";
import { button } from "../../shared/view/button";
import type { CommentView } from "../comment";
import type { Discussion } from "../discussion";
import type { Reader } from "./main";

const setting = "understory:keys";

export const areKeysOff = () => stored(setting) === "off";

export const turnKeysOn = () => store(setting, null);

export function listenForKeys(discussion: Discussion, reader: Reader): void {
  const { conversation, element } = discussion;
  element.addEventListener("focusin", uncover);
  element.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, textarea, select")) return;
    if (areKeysOff()) return;
    if (event.key === "?") return showKeys(discussion);
    const articles = [...discussion.list.querySelectorAll<HTMLElement>("article")].filter((one) =>
      one.checkVisibility(),
    );
    const here = articles.indexOf(target.closest("article") ?? (articles[0] as HTMLElement));
    const view = conversation.viewOf(target);
    const isRoot = (one: HTMLElement) => one.parentElement?.parentElement === discussion.list;
    const moves: Record<string, () => HTMLElement | undefined> = {
      j: () => articles[target.closest("article") ? here + 1 : 0],
      k: () => articles[here - 1],
      n: () => articles.slice(here + 1).find(isRoot),
      p: () => articles.slice(0, Math.max(here, 0)).findLast(isRoot),
      u: () => view?.parent?.article,
    };
    const to = moves[event.key]?.();
    if (to) go(to);
    else if (view) act(event.key, view, reader);
  });
}

/** What one comes to by keyboard must not lie under a bar that the page keeps at its edge (WCAG 2.2, 2.4.11). */
function uncover({ target }: Event): void {
  if ((target as Element).matches(":focus-visible")) (target as Element).scrollIntoView({ block: "nearest" });
}

function go(article: HTMLElement): void {
  article.scrollIntoView({ block: "nearest" });
  article.focus({ preventScroll: true });
}

function act(key: string, view: CommentView, reader: Reader): void {
  if (key === "h" && !view.replies.isEmpty) reader.setFolded(view, !view.replies.isFolded);
  if (key === "r") {
    const reply = view.article.querySelector<HTMLElement>("[data-act=reply]");
    // Not before the key is up, or it would stand in the box.
    if (reply) requestAnimationFrame(() => reply.click());
  }
}

function showKeys(discussion: Discussion): void {
  const { words } = discussion.conversation;
  const turnOff = () => {
    store(setting, "off");
    discussion.note.replaceChildren();
    discussion.focus();
  };
  const change = button("row", turnOff, words("keysOff"));
  discussion.tell(words("keysHelp"), change);
  change.focus();
}
