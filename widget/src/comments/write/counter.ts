import { h } from "../../shared/view/h";
import type { Words } from "./texts";

/** Characters as people count them for a limit: code points. */
export function length(text: string): number {
  return [...text].length;
}

/** Says how much room is left, once four fifths are used. It is read out there and at the limit, no more. */
export class Counter {
  readonly element: HTMLElement;
  /** 0 far from the limit, 1 near it, 2 beyond. */
  #stage = 0;

  constructor(
    readonly limit: number,
    id: string,
    readonly t: Words,
    readonly announce: (words: string) => void,
  ) {
    this.element = h("span", { class: "counter", id });
  }

  show(text: string): void {
    const left = this.limit - length(text);
    const stage = left < 0 ? 2 : left < this.limit / 5 ? 1 : 0;
    const words =
      [() => "", () => this.t("left", { n: left }), () => this.t("over", { n: -left })][stage]?.() ?? "";
    this.element.textContent = words;
    this.element.classList.toggle("is-over", stage === 2);
    if (stage > this.#stage) this.announce(words);
    this.#stage = stage;
  }
}
