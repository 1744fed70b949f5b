// What the author of a comment must know about it: that it waits, or was not published, and why; and what a
// reader has chosen not to see.

import type { OwnComment } from "../../shared/thread";
import { button } from "../../shared/view/button";
import { h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import { alert } from "../icons";
import { clock } from "./icons";

export function notice({ comment, conversation, name }: CommentView): HTMLElement | null {
  const { words, muted } = conversation;
  if (muted.has(comment.author?.id ?? "")) return mutedRow(words("muted", { name }), words("unmute"));
  const { status, reason } = comment as OwnComment;
  if (status === "held") return box(clock(), words("held"), reason, words("heldWhy"));
  if (status === "rejected") return box(alert(), words("notPublished"), reason, words("notPublishedWhy"));
  return null;
}

/** The reason comes from the server, perhaps in another language than our words around it. */
function box(icon: Node, what: string, reason: string | undefined, who: string): HTMLElement {
  const why = reason && [h("bdi", null, reason), " "];
  return h(
    "div",
    { class: "notice", role: "note" },
    icon,
    h("p", null, h("strong", null, what), " ", why, who),
  );
}

function mutedRow(sentence: string, label: string): HTMLElement {
  return h("p", { class: "muted quiet small" }, sentence, " ", button("row", "unmute", label));
}
