// One comment: its article, and below it the list of its replies. Where a server has drawn it already, its
// nodes are taken as they are. No listener sits on them: what a button does stands in its `data-act`.

import { avatar } from "../shared/avatar";
import { render } from "../shared/markup";
import type { Comment } from "../shared/thread";
import { attribute, h } from "../shared/view/h";
import { actions } from "./actions";
import type { Conversation } from "./conversation";
import { meta, timeLink } from "./meta";
import { Replies } from "./replies";

export class CommentView {
  readonly element: HTMLElement;
  readonly article: HTMLElement;
  readonly replies: Replies;

  constructor(
    readonly conversation: Conversation,
    public comment: Comment,
    readonly parent?: CommentView | undefined,
  ) {
    const { id, replies, more } = comment;
    const drawn = conversation.root.getElementById(`c-${id}`);
    this.article = drawn ?? h("article", { id: `c-${id}`, tabindex: -1, part: "comment" });
    this.element = drawn?.parentElement ?? h("li", { class: "item" });
    this.replies = new Replies(this);
    conversation.views.set(id, this);
    if (!drawn) {
      this.show(conversation.known(comment));
      this.element.append(this.article);
    }
    this.replies.add(replies);
    this.replies.setMore(more);
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
    const isMuted = this.conversation.muted.has(comment.author?.id ?? "");
    this.article.className = `comment${isGone ? " is-gone" : isMuted ? " is-muted" : ""}`;
    attribute(this.article, "aria-labelledby", isGone ? null : `a-${comment.id}`);
    attribute(this.article, "aria-label", isGone ? this.#gone : null);
    this.article.replaceChildren(...(isGone ? this.#tombstone() : this.#parts()));
  }

  /** Draws anew what one can do with it. */
  showActions(): void {
    this.article.querySelector(".actions")?.replaceWith(actions(this));
  }

  /** Takes it off the page. */
  remove(): void {
    this.element.remove();
    this.conversation.views.delete(this.comment.id);
    this.parent?.replies.settle();
  }

  /** Goes to a comment that has just been written or changed. */
  reveal(): void {
    this.article.scrollIntoView({ block: "nearest" });
    this.article.focus({ preventScroll: true });
  }

  #parts(): Node[] {
    const { comment, conversation } = this;
    const body = h("div", { class: "body", dir: "auto", part: "body" }, render(comment.body));
    const parts = [avatar(comment.author?.id ?? comment.id), meta(this), body];
    return [...parts, conversation.addition(this), actions(this)].filter((part) => part !== null);
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
