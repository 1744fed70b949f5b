// Folding a branch: it goes, and a row says how much went and whose.

import { button } from "../../shared/view/button";
import { attribute, h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import { plus } from "./icons";

/** Names shown of those in a folded branch. */
const most = 3;

export function setFolded(view: CommentView, isFolded: boolean): void {
  const { element, fold } = view.replies;
  if (!element) return;
  element.hidden = isFolded;
  attribute(fold as HTMLElement, "aria-expanded", String(!isFolded));
  const row = view.element.querySelector<HTMLElement>(":scope > .is-hung");
  row?.remove();
  if (isFolded) element.after(foldedRow(view));
  view.replies.settle();
  const next = isFolded ? view.element.querySelector(":scope > .is-hung > button") : fold;
  (next as HTMLElement | null)?.focus();
}

/** Opens every folded branch that this comment is in. */
export function unfoldAbove(view: CommentView): void {
  for (let above = view.parent; above; above = above.parent) {
    if (above.replies.isFolded) setFolded(above, false);
  }
}

function foldedRow(view: CommentView): HTMLElement {
  const { conversation, replies } = view;
  const { words, lang } = conversation;
  const hidden = [...(replies.element?.querySelectorAll("article") ?? [])].flatMap(
    (article) => conversation.viewOf(article) ?? [],
  );
  const names = [...new Set(hidden.map(({ name }) => name))].slice(0, most);
  const list = new Intl.ListFormat(lang).format(names);
  const left = [view, ...hidden].map(({ replies }) => replies.more?.count ?? 0);
  const n = left.reduce((sum, count) => sum + count, hidden.length);
  const label = [words("hidden", { n }), " ", h("small", null, words("hiddenFrom", { names: list }))];
  const unfold = button("row", "unfold", [plus(), h("span", null, label)], { "aria-expanded": "false" });
  return h("div", { class: "row-item is-hung" }, unfold);
}
