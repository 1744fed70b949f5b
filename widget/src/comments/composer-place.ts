// Where one writes to the story. Until somebody does, it is a label and a box; the rest of the editor comes
// when it is wanted, and finds the words that were typed meanwhile where they are.

import { stored } from "../shared/storage";
import { h } from "../shared/view/h";
import type { Conversation } from "./conversation";
import { draftAddress } from "./drafts";
import { failure } from "./notice";

export interface ComposerParts {
  form: HTMLFormElement;
  textarea: HTMLTextAreaElement;
}

export function composerPlace(conversation: Conversation): HTMLElement {
  const { t, page, connection } = conversation;
  if (!conversation.canPost) return h("p", { class: "quiet" }, closedWords(conversation));
  const textarea = h("textarea", { id: "write", rows: 2, dir: "auto", part: "textarea" });
  const form = h(
    "form",
    { class: "composer", part: "composer" },
    h("label", { class: "label", for: "write" }, t("write")),
    h("div", { class: "field" }, textarea),
  );
  const parts: ComposerParts = { form, textarea };
  let isOpen = false;
  const open = async () => {
    if (isOpen) return;
    isOpen = true;
    try {
      (await conversation.writing()).compose(parts);
    } catch {
      isOpen = false;
      form.querySelector(".notice")?.remove();
      const retry = h("button", { type: "button", class: "row", onclick: open }, t("retry"));
      form.append(failure(t("editorFailed"), " ", retry));
    }
  };
  form.addEventListener("focusin", open);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("pointerenter", () => conversation.writing().catch(() => {}), { once: true });
  if (stored(draftAddress(connection.site, page.threadId ?? page.url, "root"))) open();
  return form;
}

function closedWords({ t, article, canWrite }: Conversation): string {
  if (article.status === "open" && !canWrite) return t("guestsOff");
  return article.commentCount > 0 ? t("closed", { n: article.commentCount }) : t("closedEmpty");
}
