import { h } from "../../shared/view/h";
import { failure } from "../notice";
import type { Words } from "./texts";

/** Says that something was not sent, and why. `isKept` is whether this browser keeps it. */
export function unsent(t: Words, reason: string, isKept: boolean): HTMLElement {
  return failure(h("strong", null, t("notSent")), " ", reason, " ", isKept && t("kept"));
}
