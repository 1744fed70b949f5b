// Title, number of comments, and their order.

import type { Sort } from "../shared/thread";
import { h } from "../shared/view/h";
import type { Conversation } from "./conversation";
import { chevron } from "./icons";

const sorts: Sort[] = ["best", "newest", "oldest"];

export class Head {
  readonly element: HTMLElement;
  readonly title: HTMLElement;
  readonly #count = h("span");

  constructor(
    readonly conversation: Conversation,
    sort: Sort,
    onSort: (sort: Sort) => void,
  ) {
    const { t, headingLevel } = conversation;
    const heading = `h${headingLevel}` as "h2";
    this.title = h(heading, { class: "title", id: "title", tabindex: -1 }, t("title"), " ", this.#count);
    const select = h(
      "select",
      { onchange: () => onSort(select.value as Sort) },
      sorts.map((value) => h("option", { value, selected: value === sort }, t(value))),
    );
    const choice = h("label", { class: "sort" }, h("span", null, t("sortBy")), select, chevron());
    this.element = h("header", { class: "head", part: "header" }, this.title, choice);
    this.showCount();
  }

  showCount(): void {
    const { article, number } = this.conversation;
    this.#count.textContent = article.commentCount > 0 ? number.format(article.commentCount) : "";
  }
}
