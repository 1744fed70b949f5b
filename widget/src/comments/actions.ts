// What one can do with a comment: three controls, never four.

import type { OwnComment } from "../shared/thread";
import { button } from "../shared/view/button";
import { type Child, h, type Props } from "../shared/view/h";
import type { CommentView } from "./comment";
import { dots } from "./icons";
import { respectButton } from "./respect";

export function actions(view: CommentView): HTMLElement {
  const { comment, conversation } = view;
  const { t } = conversation;
  const own = conversation.own.get(comment.id);
  const isPublished = comment.status === "published";
  if ((comment as OwnComment).isSending)
    return row([h("span", { class: "action" }, conversation.words("sending"))]);
  const can: Child[] = [];
  if (isPublished && !(own && isEditable(own))) can.push(respectButton(view));
  if (isPublished && conversation.canPost) {
    can.push(deed("reply", t("reply"), t("replyTo", { name: view.name }), { part: "reply" }));
  }
  if (own && isEditable(own)) {
    can.push(deed("edit", t("edit"), t("editOwn")));
    can.push(deed("withdraw", t("withdraw"), t("editOwn")));
  } else {
    can.push(more(view));
  }
  return row(can);
}

function row(can: Child[]): HTMLElement {
  return h("div", { class: "actions", part: "actions" }, can);
}

/** Within the window that the site gives its authors. */
export function isEditable({ status, editableUntil }: OwnComment): boolean {
  return (status === "published" || status === "held") && Date.parse(editableUntil ?? "") > Date.now();
}

function deed(act: string, label: string, whose: string, more?: Props): HTMLElement {
  return button("action", act, [label, h("span", { class: "sr" }, whose)], more);
}

function more({ conversation, name }: CommentView): HTMLElement {
  const properties = {
    "aria-label": conversation.t("more", { name }),
    "aria-haspopup": "menu",
    "aria-expanded": "false",
  };
  return h("span", { class: "menu-place" }, button("action more", "menu", dots(), properties));
}
