// A labelled input with its trouble beneath it.

import { attribute, h } from "../../shared/view/h";

let made = 0;

export class Field {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  private readonly trouble: HTMLElement;

  constructor(label: string, attributes: Record<string, string>) {
    const id = `field-${++made}`;
    this.input = h("input", { id, ...attributes });
    this.trouble = h("p", { id: `${id}-trouble`, class: "trouble" });
    this.element = h("div", { class: "field" }, h("label", { for: id }, label), this.input, this.trouble);
  }

  get value(): string {
    return this.input.value;
  }

  /** An empty sentence says that all is well. */
  complain(sentence: string): void {
    this.trouble.textContent = sentence;
    attribute(this.input, "aria-invalid", sentence ? "true" : null);
    attribute(this.input, "aria-describedby", sentence ? this.trouble.id : null);
    if (sentence) this.input.focus();
  }
}
