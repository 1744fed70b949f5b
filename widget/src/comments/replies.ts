// The replies to one comment. The list is a true list, nested as the answers are; that only a fork is
// indented is the style sheet's doing.

import { fetchReplies } from "../shared/api/reading";
import type { Comment } from "../shared/thread";
import { attribute, h } from "../shared/view/h";
import { CommentView } from "./comment";
import { down, plus } from "./icons";
import { moreButton } from "./more-button";

export class Replies {
  readonly element: HTMLOListElement;
  /** The thread line, which folds the branch. */
  readonly fold: HTMLButtonElement;
  /** What stands in place of a folded branch. */
  readonly folded = h("div", { class: "row-item is-hung", hidden: true });
  readonly #shown: CommentView[] = [];
  #more: HTMLLIElement | undefined;

  constructor(readonly view: CommentView) {
    const { conversation, comment } = view;
    const id = `r-${comment.id}`;
    this.element = h("ol", { class: "replies", id });
    this.fold = h(
      "button",
      {
        type: "button",
        class: "fold",
        part: "thread-line",
        hidden: true,
        "aria-expanded": "true",
        "aria-controls": id,
        onclick: () => this.setFolded(true),
      },
      h("span", { class: "sr" }, conversation.t("hideReplies", { name: view.name })),
    );
  }

  get isFolded(): boolean {
    return !this.folded.hidden;
  }

  get isEmpty(): boolean {
    return this.element.childElementCount === 0;
  }

  /** Adds what is not there yet, at the end; gives the views that are new. */
  add(comments: Comment[]): CommentView[] {
    const { conversation } = this.view;
    const added = comments
      .filter(({ id }) => !conversation.views.has(id))
      .map((comment) => new CommentView(conversation, comment, this.view));
    for (const { element } of added) {
      if (this.#more) this.#more.before(element);
      else this.element.append(element);
    }
    this.#shown.push(...added);
    this.#settle();
    return added;
  }

  /** What was left out, as a row at the end of the branch. */
  setMore(more: Comment["more"]): void {
    this.#more?.remove();
    this.#more = undefined;
    if (more && more.count > 0) {
      const { conversation } = this.view;
      const { t } = conversation;
      const label =
        this.#shown.length > 0
          ? t("moreReplies", { n: more.count })
          : [t("continueThread"), " ", h("small", null, String(more.count))];
      const button = moreButton(conversation, "row", [label, down()], () => this.#load(more));
      this.#more = h("li", { class: "row-item" }, button);
      this.element.append(this.#more);
    }
    this.#settle();
  }

  setFolded(isFolded: boolean): void {
    this.element.hidden = isFolded;
    this.folded.hidden = !isFolded;
    if (isFolded) this.folded.replaceChildren(this.#unfoldButton());
    this.#settle();
    if (isFolded) this.folded.querySelector("button")?.focus();
    else this.fold.focus();
  }

  /** Opens every folded branch that this comment is in. */
  unfoldAbove(): void {
    for (let view = this.view.parent; view; view = view.parent) {
      if (view.replies.isFolded) view.replies.setFolded(false);
    }
  }

  async #load(more: { count: number; cursor: string }): Promise<CommentView[]> {
    const { comments, next } = await fetchReplies(
      this.view.conversation.connection,
      this.view.comment.id,
      more.cursor,
    );
    const added = this.add(comments);
    const left = Math.max(more.count - comments.length, 1);
    this.setMore(next ? { count: left, cursor: next } : undefined);
    return added;
  }

  #unfoldButton(): HTMLButtonElement {
    const { comment, conversation } = this.view;
    const n = Math.max(comment.replyCount, this.#shown.length);
    return h(
      "button",
      { type: "button", class: "row", "aria-expanded": "false", onclick: () => this.setFolded(false) },
      plus(),
      conversation.t("hidden", { n }),
    );
  }

  #settle(): void {
    const isFork = this.element.childElementCount > 1 && !this.isFolded;
    this.view.element.classList.toggle("is-fork", isFork);
    attribute(this.fold, "hidden", this.isEmpty || this.isFolded);
  }
}
