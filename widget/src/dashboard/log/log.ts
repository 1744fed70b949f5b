// The audit: every decision on this site, newest first.

import { h } from "../../shared/view/h";
import { ago } from "../ago";
import type { LoggedDecision } from "../api/moderation";
import { decisionSentence, noteOf } from "../decision";
import type { Command } from "../keys";
import { PagedList } from "../paged-list";
import { outward, permalink } from "../permalink";
import type { Desk, View } from "../view";
import { t } from "../words";

export class LogView implements View {
  readonly element: HTMLElement;
  readonly choosing = false;
  private readonly list: PagedList<LoggedDecision>;

  constructor(private readonly desk: Desk) {
    this.list = new PagedList({
      name: "log",
      title: t("nav.log"),
      meta: t("log.order"),
      empty: t("log.empty"),
      load: async (cursor) => {
        const { decisions, next } = await desk.moderation.decisions(cursor);
        return { rows: decisions, next };
      },
      draw: (decision) => this.row(decision),
    });
    this.element = this.list.element;
  }

  open(): Promise<void> {
    return this.list.open();
  }

  close(): void {}

  refresh(): Promise<void> {
    return this.list.refresh();
  }

  async look(): Promise<void> {}

  obey(command: Command): void {
    if (command.do === "move") this.list.move(command.step);
    if (command.do === "view") document.activeElement?.closest("li")?.querySelector("a")?.click();
  }

  private row(decision: LoggedDecision): HTMLElement {
    return h(
      "li",
      { tabindex: -1, class: decision.undone ? "undone" : undefined },
      h("p", { class: "when" }, ago(decision.createdAt)),
      h(
        "div",
        null,
        h(
          "p",
          { class: "what" },
          h("span", null, decisionSentence(decision)),
          decision.undone && h("b", { class: "mark" }, t("undone")),
        ),
        this.subject(decision),
        noteOf(decision),
      ),
    );
  }

  private subject({ subject, commentId }: LoggedDecision): HTMLElement {
    const words = h(
      "bdi",
      { dir: "auto" },
      (commentId ? subject.excerpt : subject.title) ?? t("log.subject.gone"),
    );
    const link = commentId ? outward(permalink(this.desk.moderation.site, commentId), words) : words;
    return h("p", { class: "subject" }, link);
  }
}
