import { type Child, h } from "../shared/view/h";
import { alert } from "./icons";

/** A failure, with what can be done about it. Read out at once. */
export function failure(...children: Child[]): HTMLElement {
  return h("div", { class: "notice is-failed", role: "alert" }, alert(), h("p", null, children));
}
