// One comment: its article, and below it the list of its replies.

import { avatar } from "../shared/avatar";
import { render } from "../shared/markup";
import type { Comment } from "../shared/thread";
import { attribute, h } from "../shared/view/h";
import { actions } from "./actions";
import type { Conversation } from "./conversation";
import { meta, timeLink } from "./meta";
import { notice } from "./notice";
import { Replies } from "./replies";

export class CommentView {
  readonly element = h("li", { class: "item" });
  readonly article: HTMLElement;
  readonly replies: Replies;

  constructor(
    readonly conversation: Conversation,
    public comment: Comment,
    readonly parent?: CommentView | undefined,
  ) {
    const { id, replies } = comment;
    this.article = h("article", { id: `c-${id}`, tabindex: -1, part: "comment" });
    this.replies = new Replies(this);
    conversation.views.set(id, this);
    const own = conversation.own.get(id);
    // Its author is told more of a comment that is not published than all others are.
    this.show(own && own.status !== "published" ? { ...own, replies } : comment);
    this.element.append(this.article, this.replies.fold, this.replies.element, this.replies.folded);
    this.replies.add(replies);
    this.replies.setMore(comment.more);
  }

  /** What the comment is called after. */
  get name(): string {
    return this.comment.author?.name ?? this.conversation.t("goneName");
  }

  /** Why there is nothing to read. */
  get #gone(): string {
    return this.conversation.t(goneKey(this.comment));
  }

  /** Draws the article anew, as after an edit. */
  show(comment: Comment): void {
    this.comment = comment;
    const isGone = comment.author === null;
    this.article.className = isGone ? "comment is-gone" : "comment";
    attribute(this.article, "aria-labelledby", isGone ? null : `a-${comment.id}`);
    attribute(this.article, "aria-label", isGone ? this.#gone : null);
    this.article.replaceChildren(...(isGone ? this.#tombstone() : this.#parts()));
  }

  /** Draws anew what one can do with it. */
  showActions(): void {
    this.article.querySelector(".actions")?.replaceWith(actions(this));
  }

  /** Marks the comment that a link led to, and goes there. */
  link(): void {
    const { views, t } = this.conversation;
    for (const view of views.values()) view.unlink();
    this.article.classList.add("is-linked");
    this.article.querySelector(".meta, .gone")?.append(h("span", { class: "linked" }, t("linked")));
    this.replies.unfoldAbove();
    this.article.scrollIntoView({ block: "start" });
    this.article.focus({ preventScroll: true });
  }

  /** Goes to a comment that has just been written or changed. */
  reveal(): void {
    this.article.scrollIntoView({ block: "nearest" });
    this.article.focus({ preventScroll: true });
  }

  unlink(): void {
    this.article.classList.remove("is-linked");
    this.article.querySelector(".linked")?.remove();
  }

  #parts(): Node[] {
    const { comment, conversation } = this;
    const body = h("div", { class: "body", dir: "auto", part: "body" }, render(comment.body));
    const parts = [avatar(comment.author?.id ?? comment.id), meta(this), body];
    return [...parts, notice(conversation, comment), actions(this)].filter((part) => part !== null);
  }

  #tombstone(): Node[] {
    return [
      h("span", { class: "avatar is-gone", "aria-hidden": "true" }),
      h("div", { class: "gone" }, h("span", null, this.#gone), timeLink(this)),
    ];
  }
}

function goneKey({ status }: Comment) {
  if (status === "withdrawn" || status === "erased") return `gone_${status}` as const;
  return "gone_rejected";
}
