// Who wrote it and when. The time is the comment's permanent link.

import { absoluteTime, relativeTime } from "../shared/time";
import { h } from "../shared/view/h";
import type { CommentView } from "./comment";

export function meta(view: CommentView): HTMLElement {
  const { comment, conversation } = view;
  const { t } = conversation;
  return h(
    "header",
    { class: "meta" },
    author(view),
    conversation.own.has(comment.id) && h("span", { class: "badge", part: "badge" }, t("you")),
    timeLink(view),
    comment.editedAt &&
      h("span", { title: absoluteTime(Date.parse(comment.editedAt), conversation.lang) }, t("edited")),
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
  return h(
    "a",
    { class: "time", part: "time", href: permalink(comment.id) },
    h(
      "time",
      { datetime: comment.createdAt, title: absoluteTime(at, conversation.lang) },
      relativeTime(at, Date.now(), conversation.lang),
    ),
  );
}

/** The fragment alone, unless a <base> would lead it elsewhere. */
export function permalink(id: string): string {
  const here = location.href.split("#")[0] ?? "";
  return `${document.baseURI.split("#")[0] === here ? "" : here}#c-${id}`;
}

/** Times grow old: writes all of them anew. */
export function refreshTimes(root: ParentNode, lang: string): void {
  for (const time of root.querySelectorAll("time")) {
    const words = relativeTime(Date.parse(time.dateTime), Date.now(), lang);
    if (time.textContent !== words) time.textContent = words;
  }
}
