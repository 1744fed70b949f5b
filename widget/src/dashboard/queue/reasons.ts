// The menu of reasons under Reject. It opens below the decisions, so that it never covers the comment.

import { attribute, h } from "../../shared/view/h";
import { type Reason, reasons } from "../api/moderation";
import { button, keyCap } from "../button";
import { reasonName, t } from "../words";

export interface ReasonMenuOptions {
  disabled: boolean;
  /** What was written for the team before, if the menu was closed over it. */
  note: string;
  noted(note: string): void;
  choose(reason: Reason): void;
}

export class ReasonMenu {
  readonly element: HTMLElement;
  /** The button that opens it. */
  readonly opener: HTMLButtonElement;
  private readonly dialog: HTMLElement;
  private readonly choices: HTMLButtonElement[];

  constructor(options: ReasonMenuOptions) {
    this.opener = button("btn no", t("reject"), () => this.toggle(), "r");
    this.opener.disabled = options.disabled;
    attribute(this.opener, "aria-haspopup", "dialog");
    this.choices = reasons.map((reason, index) => choice(reason, index + 1, options.choose));
    this.dialog = h(
      "div",
      { class: "reasons", role: "dialog", "aria-label": t("reasons.title"), onkeydown: walk(this.choices) },
      head(),
      h(
        "ul",
        null,
        this.choices.map((button) => h("li", null, button)),
      ),
      noteField(options),
      button("btn line cancel", t("cancel"), () => this.close()),
    );
    // A click anywhere else closes the menu and does nothing more.
    this.element = h("div", null, h("div", { class: "veil", onclick: () => this.close() }), this.dialog);
    this.show(false);
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  open(): void {
    this.show(true);
    this.choices[0]?.focus();
    this.dialog.scrollIntoView({ block: "nearest" });
  }

  /** Escape leaves the note first, then the menu. */
  retreat(): void {
    if (document.activeElement instanceof HTMLTextAreaElement) this.choices[0]?.focus();
    else this.close();
  }

  private toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** The focus goes back to where the menu was opened from. */
  private close(): void {
    this.show(false);
    this.opener.focus();
  }

  private show(open: boolean): void {
    this.element.hidden = !open;
    attribute(this.opener, "aria-expanded", String(open));
  }
}

function head(): HTMLElement {
  return h(
    "p",
    { class: "reasons-head" },
    h("b", null, t("reasons.title")),
    h("span", { class: "hint" }, t("reasons.hint")),
  );
}

function choice(reason: Reason, digit: number, choose: (reason: Reason) => void): HTMLButtonElement {
  return button("choice", [keyCap(`${digit}`), reasonName(reason)], () => choose(reason));
}

function noteField({ note, noted }: ReasonMenuOptions): HTMLElement {
  const field = h("textarea", { rows: 2, maxlength: 1000, dir: "auto", oninput: () => noted(field.value) });
  field.value = note;
  const hint = h("span", { class: "hint" }, t("reasons.note.hint"));
  return h("label", { class: "note-field" }, t("reasons.note"), field, hint);
}

/** The arrows go from choice to choice, and around. */
function walk(choices: HTMLButtonElement[]): (event: KeyboardEvent) => void {
  return (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = choices.indexOf(document.activeElement as HTMLButtonElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    choices.at((at + step) % choices.length)?.focus();
  };
}
