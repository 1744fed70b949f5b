import { h } from "../../shared/view/h";
import type { Words } from "./texts";

/** Characters as people count them for a limit: code points. */
export function length(text: string): number {
  return [...text].length;
}

/** Says how much room is left, once four fifths are used. */
export class Counter {
  readonly element: HTMLElement;

  constructor(
    readonly limit: number,
    id: string,
    readonly t: Words,
  ) {
    this.element = h("output", { class: "counter", id });
  }

  show(text: string): void {
    const left = this.limit - length(text);
    const isNear = left < this.limit / 5;
    this.element.textContent = !isNear
      ? ""
      : left >= 0
        ? this.t("left", { n: left })
        : this.t("over", { n: -left });
    this.element.classList.toggle("is-over", left < 0);
  }
}
