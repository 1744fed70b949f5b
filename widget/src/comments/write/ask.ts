// A question below a comment, and the place for its answers. Escape leaves it.

import { h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import { failure } from "../notice";
import { why } from "../reasons";
import { words } from "./texts";

export interface Question {
  /** Where the answers go. */
  readonly answers: HTMLElement;
  /** Takes it away and goes back to where it came from. */
  end(): void;
  /** Does what was answered; says why when that does not work. */
  attempt(act: () => Promise<void>): Promise<void>;
}

export function ask(view: CommentView, opener: HTMLElement, question: string, note = ""): Question {
  const trouble = h("div");
  const answers = h("div", { class: "choices" });
  const panel = h(
    "div",
    { class: "ask", role: "group", "aria-label": question, onkeydown: leave },
    h("p", null, note ? h("strong", null, question) : question),
    answers,
    trouble,
    note && h("p", { class: "quiet small" }, note),
  );
  view.article.querySelector(":scope > .ask")?.remove();
  view.article.append(panel);
  return { answers, end, attempt };

  function end() {
    panel.remove();
    opener.focus();
  }

  function leave({ key }: KeyboardEvent) {
    if (key === "Escape") end();
  }

  async function attempt(act: () => Promise<void>) {
    trouble.replaceChildren();
    try {
      await act();
    } catch (problem) {
      trouble.replaceChildren(failure(why(problem, words(view.conversation))));
    }
  }
}
