// Taking one's own comment back, after one question.

import { withdrawComment } from "../../shared/api/writing";
import { button } from "../../shared/view/button";
import { h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import { failure } from "../notice";
import { why } from "../reasons";
import { words } from "./texts";

export function askToWithdraw(view: CommentView, opener: HTMLElement): void {
  const t = words(view.conversation);
  const row = opener.closest<HTMLElement>(".actions");
  const withdraw = button("button is-primary is-small", () => run(view, panel), t("withdraw"));
  const keep = button("button is-small", close, t("keep"));
  const panel = h(
    "div",
    { class: "ask", role: "group", "aria-label": t("withdrawAsk") },
    h("p", null, t("withdrawAsk")),
    h("div", { class: "choices" }, withdraw, keep),
  );
  row?.setAttribute("hidden", "");
  view.article.append(panel);
  keep.focus();

  function close() {
    panel.remove();
    row?.removeAttribute("hidden");
    opener.focus();
  }
}

async function run(view: CommentView, panel: HTMLElement): Promise<void> {
  const { conversation, comment } = view;
  const t = words(conversation);
  const own = conversation.own.get(comment.id);
  panel.querySelector(".notice")?.remove();
  try {
    await withdrawComment(conversation.connection, comment.id);
    if (own)
      conversation.place({ ...own, status: "withdrawn", author: null, body: [], source: "" })?.reveal();
    conversation.announcer.say(t("withdrawn"));
  } catch (problem) {
    panel.append(failure(why(problem, t)));
  }
}
