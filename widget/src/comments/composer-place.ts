// Where one writes to the story. Until somebody does, it is a label and a box; the rest of the editor comes
// when it is wanted, and finds the words that were typed meanwhile where they are.

import { stored } from "../shared/storage";
import { button } from "../shared/view/button";
import { h } from "../shared/view/h";
import type { Conversation } from "./conversation";
import { draftAddress } from "./drafts";
import { failure } from "./notice";

export interface ComposerParts {
  form: HTMLFormElement;
  textarea: HTMLTextAreaElement;
}

/** `drawn` is the form where a server has drawn it. */
export function composerPlace(conversation: Conversation, drawn?: HTMLElement | null): HTMLElement {
  const { t, page, connection } = conversation;
  if (!conversation.canPost) return h("p", { class: "quiet closed" }, closedWords(conversation));
  const form = (drawn as HTMLFormElement | null | undefined) ?? restingForm(t("write"));
  const parts: ComposerParts = { form, textarea: form.querySelector("textarea") as HTMLTextAreaElement };
  let isOpen = false;
  const open = async () => {
    if (isOpen) return;
    isOpen = true;
    try {
      (await conversation.acting()).writing.compose(parts);
    } catch {
      isOpen = false;
      form.querySelector(".notice")?.remove();
      const retry = button("row", open, t("retry"));
      form.append(failure(t("editorFailed"), " ", retry));
    }
  };
  form.addEventListener("focusin", open);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("pointerenter", () => conversation.acting().catch(() => {}), { once: true });
  conversation.openEditor = open;
  if (stored(draftAddress(connection.site, page.threadId ?? page.url, "root"))) open();
  return form;
}

function restingForm(label: string): HTMLFormElement {
  return h(
    "form",
    { class: "composer", part: "composer" },
    h("label", { class: "label", for: "write" }, label),
    h("div", { class: "field" }, h("textarea", { id: "write", rows: 2, dir: "auto", part: "textarea" })),
  );
}

function closedWords({ t, article, canWrite }: Conversation): string {
  if (article.status === "open" && !canWrite) return t("guestsOff");
  return article.commentCount > 0 ? t("closed", { n: article.commentCount }) : t("closedEmpty");
}
