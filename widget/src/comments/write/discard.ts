import { button } from "../../shared/view/button";
import { h } from "../../shared/view/h";
import type { Words } from "./texts";

/** Says that a draft is gone, and that one press brings it back. Nothing is gone for good by one press. */
export function offerBack(t: Words, place: HTMLElement, bringBack: () => void): void {
  const undo = button("row", bringBack, t("undo"));
  place.replaceChildren(h("p", { class: "quiet small" }, t("draftDiscarded"), " ", undo));
  undo.focus();
}
