// What one can do with a comment: three controls, never four.

import type { OwnComment } from "../shared/thread";
import { type Child, h } from "../shared/view/h";
import type { CommentView } from "./comment";
import { dots } from "./icons";
import { respectButton } from "./respect";
import type { Writing } from "./write/main";

export function actions(view: CommentView): HTMLElement {
  const { comment, conversation } = view;
  const { t } = conversation;
  const own = conversation.own.get(comment.id);
  const isPublished = comment.status === "published";
  const row: Child[] = [];
  if (isPublished && !(own && isEditable(own)))
    row.push(respectButton(view, (opener) => run(view, opener, "respect")));
  if (isPublished && conversation.canPost) {
    row.push(button(view, "reply", ["reply"], t("reply"), t("replyTo", { name: view.name })));
  }
  if (own && isEditable(own)) {
    row.push(button(view, "edit", [], t("edit"), t("editOwn")));
    row.push(button(view, "withdraw", [], t("withdraw"), t("editOwn")));
  } else {
    row.push(more(view));
  }
  return h("div", { class: "actions", part: "actions" }, row);
}

/** What the other half of the code does with a comment. */
type Act = Exclude<keyof Writing, "compose">;

/** Within the window that the site gives its authors. */
export function isEditable({ status, editableUntil }: OwnComment): boolean {
  return (status === "published" || status === "held") && Date.parse(editableUntil ?? "") > Date.now();
}

/** A button whose work is in the other half of the code. */
function button(view: CommentView, act: Act, parts: string[], label: string, whose: string) {
  const element = h(
    "button",
    {
      type: "button",
      class: "action",
      part: parts.join(" ") || null,
      onclick: () => run(view, element, act),
    },
    label,
    h("span", { class: "sr" }, whose),
  );
  return element;
}

function more(view: CommentView): HTMLElement {
  const label = view.conversation.t("more", { name: view.name });
  const element = h(
    "button",
    {
      type: "button",
      class: "action more",
      "aria-label": label,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => run(view, element, "menu"),
    },
    dots(),
  );
  return h("span", { class: "menu-place" }, element);
}

async function run(view: CommentView, opener: HTMLButtonElement, act: Act) {
  const { announcer, t } = view.conversation;
  try {
    const writing = await view.conversation.writing();
    writing[act](view, opener);
  } catch {
    announcer.say(t("editorFailed"));
  }
}
