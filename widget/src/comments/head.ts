// Title, number of comments, and their order.

import type { Sort } from "../shared/thread";
import { h } from "../shared/view/h";
import type { Conversation } from "./conversation";
import { chevron } from "./icons";

const sorts: Sort[] = ["best", "newest", "oldest"];

export function head(conversation: Conversation, sort: Sort): HTMLElement {
  const { t } = conversation;
  const options = sorts.map((value) => h("option", { value, selected: value === sort }, t(value)));
  const choice = h(
    "label",
    { class: "sort" },
    h("span", null, t("sortBy")),
    h("select", null, options),
    chevron(),
  );
  const element = bareHead(conversation);
  element.append(choice);
  // A number that needs a format waits until the comments are there: making one takes a slow phone so long.
  if (conversation.article.commentCount < 1000) showCount(conversation, element);
  return element;
}

/** The title alone, before there is anything to count or to sort. */
export function bareHead({ t, headingLevel }: Conversation): HTMLElement {
  const heading = `h${headingLevel}` as "h2";
  const count = h("span", null, "\u00a0"); // as high as the number that comes
  const title = h(heading, { class: "title", id: "title", tabindex: -1 }, t("title"), " ", count);
  return h("header", { class: "head", part: "header" }, title);
}

export function showCount({ article, number }: Conversation, element: ParentNode): void {
  const count = element.querySelector(".title > span") as HTMLElement;
  count.textContent = article.commentCount > 0 ? number(article.commentCount) : "";
}
