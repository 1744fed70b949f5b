// What the server would make of the text, shown below the box until the text is another.

import { previewComment } from "../../shared/api/writing";
import { render } from "../../shared/markup";
import { button } from "../../shared/view/button";
import { h } from "../../shared/view/h";
import type { Conversation } from "../conversation";
import { failure } from "../notice";
import { why } from "../reasons";
import { words } from "./texts";

export interface Preview {
  toggle: HTMLElement;
  element: HTMLElement;
}

export function preview(conversation: Conversation, textarea: HTMLTextAreaElement): Preview {
  const t = words(conversation);
  const toggle = button("action", () => (element.hidden ? show() : hide()), t("preview"));
  const properties = { class: "preview body", dir: "auto", role: "region", "aria-label": t("previewOf") };
  const element = h("div", { ...properties, hidden: true });
  textarea.addEventListener("input", hide);
  return { toggle, element };

  async function show() {
    element.replaceChildren(await drawn());
    element.hidden = false;
    toggle.textContent = t("hidePreview");
  }

  async function drawn(): Promise<Node> {
    const text = textarea.value;
    if (!text.trim()) return failure(t("emptyBody"));
    try {
      return render(await previewComment(conversation.connection, text));
    } catch (problem) {
      return failure(t("previewFailed", { why: why(problem, t) }));
    }
  }

  function hide() {
    element.hidden = true;
    toggle.textContent = t("preview");
  }
}
