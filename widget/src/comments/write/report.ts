// Telling a moderator what is wrong with a comment: two taps, and a line of one's own where one wants it.

import { reportComment } from "../../shared/api/writing";
import { button } from "../../shared/view/button";
import { h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import { failure } from "../notice";
import { why } from "../reasons";
import { words } from "./texts";

/** Asked for in words, since the reason itself says nothing. */
const needsWords = "other";

export function askToReport(view: CommentView, opener: HTMLElement): void {
  const { conversation, comment } = view;
  const t = words(conversation);
  view.article.querySelector(".is-report")?.remove();
  const title = h("p", { id: `report-${comment.id}` }, h("strong", null, t("reportAsk")));
  const place = h("div", { class: "choices" });
  const problems = h("div");
  const panel = h(
    "div",
    { class: "ask is-report", role: "group", "aria-labelledby": title.id, onkeydown: leave },
    title,
    place,
    problems,
    h("p", { class: "quiet small" }, t("reportWho")),
  );
  showReasons();
  view.article.append(panel);
  panel.querySelector("button")?.focus();

  function showReasons() {
    const reasons = conversation.settings.reportReasons.map((reason) => {
      const act = () => (reason === needsWords ? askForWords() : send(reason));
      const key = `reason_${reason}` as "reason_other";
      return button("button is-small", act, t(key));
    });
    const close = button("action small", end, t("close"));
    place.replaceChildren(...reasons, close);
  }

  function askForWords() {
    const id = `report-words-${comment.id}`;
    const input = h("input", { class: "input", id, dir: "auto", maxlength: 500 });
    const form = h(
      "form",
      {
        class: "ask",
        onsubmit: (event: Event) => {
          event.preventDefault();
          send(needsWords, input.value.trim());
        },
      },
      h("label", { class: "label", for: id }, t("reportDetail")),
      input,
      h("button", { class: "button is-small is-primary" }, t("reportSend")),
    );
    place.replaceChildren(form);
    input.focus();
  }

  async function send(reason: string, detail?: string) {
    problems.replaceChildren();
    try {
      await reportComment(conversation.connection, comment.id, reason, detail);
      end();
      conversation.announcer.say(t("reported"));
      view.article.append(h("p", { class: "quiet small is-report" }, t("reported")));
    } catch (problem) {
      problems.replaceChildren(failure(why(problem, t)));
    }
  }

  function end() {
    panel.remove();
    opener.focus();
  }

  function leave(event: KeyboardEvent) {
    if (event.key === "Escape") end();
  }
}
