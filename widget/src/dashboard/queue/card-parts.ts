// What an open card and a brief one have in common.

import { plainText } from "../../shared/plain-text";
import { type Child, h } from "../../shared/view/h";
import { ago } from "../ago";
import type { Item } from "../api/moderation";
import { outward, permalink } from "../permalink";
import { storyTitle } from "../story";
import { t } from "../words";

export function authorName({ comment }: Item): string {
  return comment.author?.name ?? t("author.gone");
}

/** The line above the text: how urgent, in what state, since when, under which story. */
export function headLine(item: Item, site: string): HTMLElement {
  const { comment, article } = item;
  return h(
    "p",
    { class: "line1" },
    comment.reportCount > 0 && h("b", { class: "hot" }, t("reports", { n: comment.reportCount })),
    h("span", { class: `status ${comment.status}` }, t(`status.${comment.status}`)),
    ago(comment.createdAt),
    outward(permalink(site, comment.id), storyTitle(article), "story"),
  );
}

/** What went wrong on this card, if something did. */
export function troubleLine(trouble: string | undefined): Child {
  return trouble !== undefined && h("p", { class: "trouble" }, trouble);
}

/** The text of the comment it answers, or nothing for a root. */
export function parentText({ parent }: Item): string {
  return parent ? plainText(parent.body) || t("parent.gone") : "";
}
