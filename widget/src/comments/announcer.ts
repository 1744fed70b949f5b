import { h } from "../shared/view/h";

/**
 * What a screen reader is told. The region stands in the page's own tree, shown through a slot: live
 * regions inside shadow roots are not read reliably.
 */
export class Announcer {
  readonly element = h("div", { role: "status", slot: "status" });

  say(text: string): void {
    // Emptied first, so that the same words twice are read twice.
    this.element.textContent = "";
    setTimeout(() => {
      this.element.textContent = text;
    }, 50);
  }
}
