import { h } from "../../shared/view/h";

/** What changed, for those who do not see it. */
export class Status {
  readonly element = h("p", { class: "vh", role: "status" });

  say(sentence: string): void {
    // A screen reader speaks changes only, and the same sentence may be news again.
    this.element.textContent = "";
    requestAnimationFrame(() => {
      this.element.textContent = sentence;
    });
  }
}
