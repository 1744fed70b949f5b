// Who wrote it and when. The time is the comment's permanent link; in full it is shown by the reader's half.

import type { OwnComment } from "../shared/thread";
import { relativeTime } from "../shared/time";
import { h } from "../shared/view/h";
import type { CommentView } from "./comment";

export function meta(view: CommentView): HTMLElement {
  const { comment, conversation } = view;
  const { t } = conversation;
  const { editedAt } = comment;
  return h(
    "header",
    { class: "meta" },
    author(view),
    conversation.own.has(comment.id) && h("span", { class: "badge", part: "badge" }, t("you")),
    timeLink(view),
    editedAt && h("span", { class: "edited", "data-at": editedAt }, t("edited")),
  );
}

/** A heading, so that one can go from comment to comment; it says to whom this is an answer. */
function author({ comment, conversation, name, parent }: CommentView): HTMLElement {
  const heading = `h${conversation.headingLevel + 1}` as "h3";
  return h(
    heading,
    { class: "author", id: `a-${comment.id}`, part: "author" },
    h("bdi", null, name),
    parent && h("span", { class: "sr" }, conversation.t("replyingTo", { name: parent.name })),
  );
}

export function timeLink({ comment, conversation }: CommentView): HTMLElement {
  const at = Date.parse(comment.createdAt);
  const href = (comment as OwnComment).isSending ? null : permalink(comment.id); // it is nowhere yet
  return h(
    "a",
    { class: "time", part: "time", href },
    h(
      "time",
      { datetime: comment.createdAt },
      relativeTime(at, Date.now(), conversation.lang, conversation.t),
    ),
  );
}

export const permalink = (id: string) => fragment("c", id);

/** A comment's address on this page, `c`, or that of the branch below it, `b`. */
export function fragment(kind: "c" | "b", id: string): string {
  // The fragment alone, unless a <base> would lead it elsewhere.
  const here = location.href.split("#")[0] ?? "";
  return `${document.baseURI.split("#")[0] === here ? "" : here}#${kind}-${id}`;
}
