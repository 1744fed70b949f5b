// Putting a comment of one's own where it belongs, when it is new and whenever it changes.

import type { OwnComment } from "../../shared/thread";
import { CommentView } from "../comment";
import type { Discussion } from "../discussion";
import { showCount } from "../head";
import { noteOwn } from "./returned";

/** A root goes to the top, a reply to the end of its branch; what is shown already is shown anew. */
export function placing(discussion: Discussion): (comment: OwnComment) => CommentView | undefined {
  const { conversation } = discussion;
  return (comment) => {
    if (comment.isSending) return insert(discussion, comment);
    const { views, own } = conversation;
    const known = views.get(comment.id);
    const wasCounted = known ? known.comment.status === "published" : false;
    own.set(comment.id, comment);
    noteOwn(conversation);
    known?.show({ ...comment, replies: known.comment.replies });
    conversation.countBy(Number(comment.status === "published") - Number(wasCounted));
    return known ?? insert(discussion, comment);
  };
}

/** Shows and tells that the number of comments is another. */
export function counting({ conversation, head }: Discussion): (change: number) => void {
  return (change) => {
    if (change === 0) return;
    conversation.article.commentCount += change;
    showCount(conversation, head);
    conversation.emit("count", { count: conversation.article.commentCount });
  };
}

function insert({ conversation, list, note }: Discussion, comment: OwnComment): CommentView | undefined {
  if (comment.parent) {
    const [view] = conversation.views.get(comment.parent)?.replies.add([comment]) ?? [];
    return view;
  }
  if (!list.firstChild) note.replaceChildren(); // no longer empty
  const view = new CommentView(conversation, comment);
  list.prepend(view.element);
  return view;
}
