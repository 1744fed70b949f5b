// The one public reaction, as it stands. Pressing it is the other half's business.

import { attribute, h } from "../shared/view/h";
import type { CommentView } from "./comment";
import { leaf } from "./icons";

export function respectButton(
  view: CommentView,
  press: (opener: HTMLButtonElement) => void,
): HTMLButtonElement {
  const { t } = view.conversation;
  const label = h(
    "span",
    null,
    t("respect"),
    h("span", { class: "sr" }, t("respectOf", { name: view.name })),
  );
  const button = h(
    "button",
    { type: "button", class: "action respect", part: "respect", onclick: () => press(button) },
    leaf(),
    label,
    h("span"),
  );
  drawRespect(view, button);
  return button;
}

/** Shows what holds now. */
export function drawRespect({ comment, conversation }: CommentView, button: HTMLElement): void {
  const { respected, number } = conversation;
  attribute(button, "aria-pressed", String(respected.has(comment.id)));
  const { respects } = comment;
  (button.lastChild as HTMLElement).textContent = respects > 0 ? number.format(respects) : "";
}
