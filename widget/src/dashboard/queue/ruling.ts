// The decisions on a comment: what each asks of the server and how it is told.

import { h } from "../../shared/view/h";
import { withNodes } from "../../shared/view/with-nodes";
import type { Item, Moderation, Reason, Ruled } from "../api/moderation";
import { reasonName, t } from "../words";
import { authorName } from "./card-parts";

export interface Ruling {
  /** "Approved tidewatch". */
  sentence: (Node | string)[];
  send(): Promise<Ruled>;
}

/** A published comment that nobody reported has nothing to approve; one that is gone, nothing to decide. */
export function canApprove({ comment }: Item): boolean {
  if (comment.status === "published") return comment.reportCount > 0;
  return comment.status === "held" || comment.status === "rejected";
}

export function canReject({ comment }: Item): boolean {
  return comment.status === "published" || comment.status === "held";
}

export function approval(moderation: Moderation, item: Item): Ruling {
  const { id, version } = item.comment;
  return {
    sentence: withNodes(t("did.approve"), { subject: subject(item) }),
    send: () => moderation.approve(id, version),
  };
}

export function rejection(moderation: Moderation, item: Item, reason: Reason, note: string): Ruling {
  const { id, version } = item.comment;
  const why = document.createTextNode(reasonName(reason));
  return {
    sentence: withNodes(t("did.reject"), { subject: subject(item), reason: why }),
    send: () => moderation.reject(id, version, reason, note),
  };
}

function subject(item: Item): Node {
  return h("b", null, h("bdi", null, authorName(item)));
}
