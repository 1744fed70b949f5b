// A decision in words, as a card and the log say it.

import { h } from "../shared/view/h";
import { withNodes } from "../shared/view/with-nodes";
import type { Decision } from "./api/moderation";
import type { TextKey } from "./texts";
import { reasonName, t } from "./words";

/** "Rejected by ruth@example.org: Spam or advertising". */
export function decisionSentence(decision: Decision): (Node | string)[] {
  const actor = h("bdi", { class: "actor" }, decision.actor?.email ?? t("rule"));
  const reason = decision.reason ? reasonName(decision.reason) : "";
  const key: TextKey =
    decision.action === "reject" && reason ? "decided.reject.reason" : `decided.${decision.action}`;
  return withNodes(t(key), { actor, reason: document.createTextNode(reason) });
}

/** What staff wrote to each other, in quotation marks. */
export function noteOf({ note }: Decision): HTMLElement | undefined {
  return note ? h("q", { class: "note", dir: "auto" }, note) : undefined;
}
