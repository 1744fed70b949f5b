// What the author of a comment must know about it: that it waits, or was not published, and why.

import type { Comment, OwnComment } from "../shared/thread";
import { h } from "../shared/view/h";
import type { Conversation } from "./conversation";
import { alert, clock } from "./icons";

export function notice({ t }: Conversation, comment: Comment): HTMLElement | null {
  const { status, reason } = comment as OwnComment;
  if (status === "held") return box("notice", clock(), t("held"), reason, t("heldWhy"));
  if (status === "rejected") return box("notice", alert(), t("notPublished"), reason, t("notPublishedWhy"));
  return null;
}

function box(className: string, icon: Node, what: string, ...more: (string | undefined)[]): HTMLElement {
  const sentences = more.filter(Boolean).join(" ");
  return h(
    "div",
    { class: className, role: "note" },
    icon,
    h("p", null, h("strong", null, what), " ", sentences),
  );
}

/** A failure, with what can be done about it. Read out at once. */
export function failure(...children: (Node | string)[]): HTMLElement {
  return h("div", { class: "notice is-failed", role: "alert" }, alert(), h("p", null, children));
}
