// A comment that the server has: it takes the place of what was on its way, and for a moment one press takes it
// back.

import { withdrawComment } from "../../shared/api/writing";
import type { OwnComment } from "../../shared/thread";
import type { CommentView } from "../comment";
import type { Conversation } from "../conversation";
import { failure } from "../notice";
import { why } from "../reasons";
import { words } from "./texts";

/** Milliseconds for which Withdraw is called Undo, asks nothing, and gives the text back. */
const regret = 10_000;

/** `pending` is what stood for it. */
export function welcome(conversation: Conversation, comment: OwnComment, pending: CommentView): void {
  const { announcer, own, views } = conversation;
  const t = words(conversation);
  own.delete(pending.comment.id);
  if (views.has(comment.id)) {
    pending.remove(); // an earlier sending had arrived after all
  } else {
    views.delete(pending.comment.id);
    views.set(comment.id, pending);
    pending.article.id = `c-${comment.id}`;
  }
  const view = conversation.place(comment);
  announcer.say(t(comment.status === "published" ? "posted" : "postedHeld"));
  conversation.emit("posted", { id: comment.id, parent: comment.parent, status: comment.status });
  if (view) offerUndo(view);
}

/** Withdraw is called Undo for a while. */
function offerUndo({ article, conversation }: CommentView): void {
  const button = article.querySelector<HTMLElement>("[data-act=withdraw]");
  if (!button) return;
  const label = button.firstChild as Text;
  const rename = (act: string, word: string) => {
    button.dataset["act"] = act;
    label.data = word;
  };
  const before = label.data;
  rename("undo", words(conversation)("undo"));
  setTimeout(() => rename("withdraw", before), regret);
}

export async function undo(view: CommentView): Promise<void> {
  const { comment, conversation, article, parent } = view;
  const t = words(conversation);
  try {
    await withdrawComment(conversation.connection, comment.id);
  } catch (problem) {
    article.append(failure(why(problem, t)));
    return;
  }
  const { source = "" } = conversation.own.get(comment.id) ?? {};
  conversation.own.delete(comment.id);
  view.remove();
  if (comment.status === "published") conversation.countBy(-1);
  const { writing } = await conversation.acting();
  await writing.restore(parent, source);
  conversation.announcer.say(t("undone"));
}
