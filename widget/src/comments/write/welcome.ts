// A comment that the server has: it stands in its place, and for a moment one press takes it back.

import { withdrawComment } from "../../shared/api/writing";
import type { OwnComment } from "../../shared/thread";
import type { CommentView } from "../comment";
import type { Conversation } from "../conversation";
import { failure } from "../notice";
import { why } from "../reasons";
import { words } from "./texts";

/** Milliseconds for which Withdraw is called Undo, asks nothing, and gives the text back. */
const regret = 10_000;

export function welcome(conversation: Conversation, comment: OwnComment, isWaitedFor: boolean): void {
  const t = words(conversation);
  const view = conversation.place(comment);
  if (isWaitedFor) view?.reveal();
  conversation.announcer.say(t(comment.status === "published" ? "posted" : "postedHeld"));
  conversation.emit("posted", { id: comment.id, parent: comment.parent, status: comment.status });
  if (view) offerUndo(view, comment);
}

function offerUndo(view: CommentView, comment: OwnComment): void {
  const button = view.article.querySelector<HTMLElement>("[data-act=withdraw]");
  if (!button) return;
  const t = words(view.conversation);
  const label = button.firstChild as Text;
  const before = label.data;
  label.data = t("undo");
  button.dataset["act"] = "undo";
  button.addEventListener("click", () => {
    if (button.dataset["act"] === "undo") void undo(view, comment);
  });
  setTimeout(() => {
    label.data = before;
    button.dataset["act"] = "withdraw";
  }, regret);
}

async function undo(view: CommentView, comment: OwnComment): Promise<void> {
  const { conversation } = view;
  const t = words(conversation);
  try {
    await withdrawComment(conversation.connection, comment.id);
  } catch (problem) {
    view.article.append(failure(why(problem, t)));
    return;
  }
  conversation.own.delete(comment.id);
  view.remove();
  if (comment.status === "published") conversation.countBy(-1);
  const { writing } = await conversation.acting();
  await writing.restore(view.parent, comment.source);
  conversation.announcer.say(t("undone"));
}
