// What was done last, and the way back. It stays until something else is done: nobody is hurried.

import { Problem } from "../../shared/api/request";
import { append, h } from "../../shared/view/h";
import { withNodes } from "../../shared/view/with-nodes";
import type { Undone } from "../api/moderation";
import { button } from "../button";
import type { Deed } from "../view";
import { explain, t } from "../words";

export interface UndoBarOptions {
  undone(deed: Deed, answer: Undone): void;
  say(sentence: string): void;
}

export class UndoBar {
  readonly element = h("div", { class: "undo", hidden: true });
  private readonly line = h("p");
  /** Newest last; each can be undone, one after the other. */
  private readonly deeds: Deed[] = [];
  /** What the line tells of; missing when it is no deed. */
  private told: Deed | undefined;
  private busy = false;

  constructor(private readonly options: UndoBarOptions) {}

  did(deed: Deed): void {
    this.deeds.push(deed);
    this.show(words(deed), deed);
    void deed.decision.then((id) => {
      if (id === undefined) this.forget(deed);
    });
  }

  /** Says something that is no deed; what was done can still be undone. */
  tell(sentence: string): void {
    this.show([sentence]);
  }

  /** Undoes what was done last. */
  async undo(): Promise<void> {
    const deed = this.deeds.at(-1);
    if (!deed) return this.options.say(t("undo.nothing"));
    if (this.busy) return;
    this.busy = true;
    try {
      await this.undoDeed(deed);
    } finally {
      this.busy = false;
    }
  }

  private async undoDeed(deed: Deed): Promise<void> {
    const id = await deed.decision;
    if (id === undefined) return;
    try {
      const answer = await deed.moderation.undo(id);
      this.remove(deed);
      this.show(this.undoneSentence(deed));
      this.options.undone(deed, answer);
    } catch (error) {
      if (isFinal(error)) this.remove(deed);
      this.show([t("failed.undo", { why: explain(error) })]);
    }
  }

  /** The server refused it, so it never came to pass. Why is told elsewhere, perhaps already. */
  private forget(deed: Deed): void {
    this.remove(deed);
    const last = this.deeds.at(-1);
    if (this.told !== deed) this.draw();
    else if (last) this.show(words(last), last);
    else this.element.hidden = true;
  }

  private remove(deed: Deed): void {
    this.deeds.splice(this.deeds.indexOf(deed), 1);
  }

  /** The button beside it undoes what was done before, so that must be said too. */
  private undoneSentence(deed: Deed): (Node | string)[] {
    const before = this.deeds.at(-1);
    const holes = { what: inline(deed), before: inline(before ?? deed) };
    return withNodes(t(before ? "did.undo.more" : "did.undo"), holes);
  }

  private show(sentence: (Node | string)[], told?: Deed): void {
    this.told = told;
    this.line.replaceChildren(...sentence);
    this.draw();
    this.options.say(this.line.textContent ?? "");
  }

  private draw(): void {
    const hasFocus = this.element.contains(document.activeElement);
    const undo = button("btn", t("undo"), () => void this.undo(), "z");
    this.element.replaceChildren(this.line);
    append(this.element, this.deeds.length > 0 && undo);
    this.element.hidden = false;
    if (hasFocus) undo.focus();
  }
}

/** The nodes themselves stay with the deed, to be said again. */
function words(deed: Deed): Node[] {
  return deed.sentence.map((part) =>
    typeof part === "string" ? document.createTextNode(part) : part.cloneNode(true),
  );
}

function inline(deed: Deed): HTMLElement {
  return h("span", null, words(deed));
}

/** Asking again would be refused again. */
function isFinal(error: unknown): boolean {
  return error instanceof Problem && ["conflict", "not_found", "forbidden"].includes(error.kind);
}
