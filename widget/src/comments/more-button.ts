import { append, attribute, type Child, h } from "../shared/view/h";
import type { CommentView } from "./comment";
import type { Conversation } from "./conversation";

/**
 * A button that brings more comments and takes the reader to the first of them. A failure stands in the
 * button itself; pressing it again tries again.
 */
export function moreButton(
  { t, announcer }: Conversation,
  className: string,
  label: Child,
  load: () => Promise<CommentView[]>,
): HTMLButtonElement {
  const button = h("button", { type: "button", class: className, onclick: press }, label);
  return button;

  function say(...words: Child[]) {
    button.replaceChildren();
    append(button, words);
  }

  async function press() {
    if (button.ariaDisabled) return;
    attribute(button, "aria-disabled", "true");
    say(t("loadingMore"));
    try {
      const [first] = await load();
      say(label);
      first?.article.focus();
    } catch {
      say(t("moreFailed"));
      announcer.say(t("moreFailed"));
    } finally {
      attribute(button, "aria-disabled", null);
    }
  }
}
