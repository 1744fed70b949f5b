// Taking one's own comment back, after one question.

import { withdrawComment } from "../../shared/api/writing";
import { button } from "../../shared/view/button";
import type { CommentView } from "../comment";
import { ask } from "./ask";
import { words } from "./texts";

export function askToWithdraw(view: CommentView, opener: HTMLElement): void {
  const { conversation, comment } = view;
  const t = words(conversation);
  const { answers, end, attempt } = ask(view, opener, t("withdrawAsk"));
  const keep = button("button is-small", end, t("keep"));
  answers.append(
    button("button is-primary is-small", () => attempt(withdraw), t("withdraw")),
    keep,
  );
  keep.focus();

  async function withdraw() {
    const own = conversation.own.get(comment.id);
    await withdrawComment(conversation.connection, comment.id);
    if (own)
      conversation.place({ ...own, status: "withdrawn", author: null, body: [], source: "" })?.reveal();
    conversation.announcer.say(t("withdrawn"));
  }
}
