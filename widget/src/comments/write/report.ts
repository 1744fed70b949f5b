// Telling a moderator what is wrong with a comment: two taps, and a line of one's own where one wants it.

import { reportComment } from "../../shared/api/writing";
import { button } from "../../shared/view/button";
import { h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import { ask } from "./ask";
import { words } from "./texts";

/** Asked for in words, since the reason itself says nothing. */
const needsWords = "other";

export function askToReport(view: CommentView, opener: HTMLElement): void {
  const { conversation, comment, article } = view;
  const t = words(conversation);
  const { answers, end, attempt } = ask(view, opener, t("reportAsk"), t("reportWho"));
  const reasons = conversation.settings.reportReasons.map((reason) => {
    const act = () => (reason === needsWords ? askForWords() : send(reason));
    return button("button is-small", act, t(`reason_${reason}` as "reason_other"));
  });
  const close = button("action", end, t("close"));
  answers.append(...reasons, close);
  reasons[0]?.focus();

  function askForWords() {
    const id = `report-${comment.id}`;
    const input = h("input", { class: "input", id, dir: "auto", maxlength: 500 });
    const submit = (event: Event) => {
      event.preventDefault();
      send(needsWords, input.value.trim());
    };
    const label = h("label", { class: "label", for: id }, t("reportDetail"));
    const button = h("button", { class: "button is-small is-primary" }, t("reportSend"));
    const choices = h("div", { class: "choices" }, button, close);
    answers.replaceChildren(h("form", { class: "ask", onsubmit: submit }, label, input, choices));
    input.focus();
  }

  function send(reason: string, detail?: string) {
    void attempt(async () => {
      await reportComment(conversation.connection, comment.id, reason, detail);
      end();
      conversation.announcer.say(t("reported"));
      article.append(h("p", { class: "quiet small" }, t("reported")));
    });
  }
}
