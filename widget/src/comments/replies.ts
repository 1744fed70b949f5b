// The replies to one comment. The list is a true list, nested as the answers are; that only a fork is
// indented, and how deep, is the style sheet's doing.

import type { Comment } from "../shared/thread";
import { button } from "../shared/view/button";
import { attribute, h } from "../shared/view/h";
import { CommentView } from "./comment";
import { arrow, down } from "./icons";
import { fragment } from "./meta";

/** A fork within two others: a narrow page shows it only when it is asked for. */
const deepFork = 3;

export class Replies {
  /** None as long as there is nothing to hold. */
  element: HTMLElement | null;
  /** Direct replies left out, and where they go on. */
  more: Comment["more"];

  constructor(readonly view: CommentView) {
    this.element = view.conversation.root.getElementById(`r-${view.comment.id}`);
  }

  /** The thread line, which folds the branch. */
  get fold(): HTMLElement | null | undefined {
    return this.element?.previousElementSibling as HTMLElement | null | undefined;
  }

  get isFolded(): boolean {
    return this.element?.hidden === true;
  }

  get isEmpty(): boolean {
    return !this.element?.firstChild;
  }

  /** Adds what is not there yet, at the end; gives the views that are new. */
  add(comments: Comment[]): CommentView[] {
    const { view } = this;
    const { conversation } = view;
    const added = comments
      .filter(({ id }) => !conversation.views.has(id))
      .map((comment) => new CommentView(conversation, comment, view));
    for (const { element } of added) {
      if (!element.isConnected) this.#list().insertBefore(element, this.row);
    }
    this.settle();
    return added;
  }

  /** What was left out, as a row at the end of the branch. */
  setMore(more: Comment["more"]): void {
    this.more = more;
    const drawn = this.row;
    if (!more?.count) drawn?.remove();
    else if (!drawn) this.#list().append(h("li", { class: "row-item" }, this.#moreRow(more.count)));
    this.settle();
  }

  /** Writes anew how many were left out. */
  countMore(more: Comment["more"]): void {
    this.row?.remove();
    this.setMore(more);
  }

  setFolded(isFolded: boolean): void {
    void this.view.conversation.acting().then(({ reader }) => reader.setFolded(this.view, isFolded));
  }

  /** The row that brings more. */
  get row(): Element | null {
    const last = this.element?.lastElementChild;
    return last?.classList.contains("row-item") ? last : null;
  }

  /** Whether this is a fork can change with every reply. */
  settle(): void {
    const { element, view } = this;
    const isFork = !this.isFolded && (element?.childElementCount ?? 0) > 1;
    view.element.classList.toggle("is-fork", isFork);
    if (this.fold) attribute(this.fold, "hidden", this.isEmpty || this.isFolded);
    if (isFork && view.comment.level >= deepFork && !view.element.querySelector(":scope > .continue"))
      view.element.append(h("div", { class: "row-item continue" }, this.#continueLink()));
  }

  #list(): HTMLElement {
    if (this.element) return this.element;
    const { comment, conversation, element, name } = this.view;
    const id = `r-${comment.id}`;
    const properties = {
      part: "thread-line",
      "aria-expanded": "true",
      "aria-controls": id,
    };
    const words = h("span", { class: "sr" }, conversation.t("hideReplies", { name }));
    this.element = h("ol", { class: "replies", id });
    element.append(button("fold", "fold", words, properties), this.element);
    return this.element;
  }

  #moreRow(n: number): HTMLElement {
    if (this.isEmpty) return this.#continueLink();
    const label = this.view.conversation.t("moreReplies", { n });
    return button("row", "more", [label, down()]);
  }

  #continueLink(): HTMLElement {
    const { comment, conversation } = this.view;
    const { t, number } = conversation;
    const count = h("small", null, number(comment.replyCount));
    return h(
      "a",
      { class: "row", href: fragment("b", comment.id) },
      t("continueThread"),
      " ",
      count,
      arrow(),
    );
  }
}
