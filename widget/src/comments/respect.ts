// The one public reaction, as it stands. Pressing it is the writers' half's business.

import { button } from "../shared/view/button";
import { attribute, h } from "../shared/view/h";
import type { CommentView } from "./comment";
import { leaf } from "./icons";

export function respectButton(view: CommentView): HTMLButtonElement {
  const { t } = view.conversation;
  const whose = h("span", { class: "sr" }, t("respectOf", { name: view.name }));
  const label = [leaf(), h("span", null, t("respect"), whose), h("span")];
  const element = button("action respect", "respect", label, { part: "respect" });
  drawRespect(view, element);
  return element;
}

/** Shows what holds now. */
export function drawRespect({ comment, conversation }: CommentView, button: HTMLElement): void {
  const { respected, number } = conversation;
  attribute(button, "aria-pressed", String(respected.has(comment.id)));
  const { respects } = comment;
  (button.lastChild as HTMLElement).textContent = respects > 0 ? number(respects) : "";
}
