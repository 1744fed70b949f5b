// What is particular to this reader, laid over what is the same for everybody. Who has never written here
// has no key, and is not asked about.

import { fetchViewer } from "../shared/api/reading";
import { guestKey } from "../shared/guest";
import type { OwnComment, Viewer } from "../shared/thread";
import type { Conversation } from "./conversation";

/** Long enough for a shared cache to have learned of one's own comment. */
const unseen = 60_000;

export async function askViewer({ connection, page }: Conversation): Promise<Viewer> {
  if (!guestKey(connection.site)) return {};
  // Without it everything can be read; the respects are shown as not pressed.
  return fetchViewer(connection, page).catch(() => ({}));
}

/** Takes note of who reads. */
export function remember(conversation: Conversation, viewer: Viewer): void {
  for (const id of viewer.respected ?? []) conversation.respected.add(id);
  for (const comment of viewer.comments ?? []) conversation.own.set(comment.id, comment);
}

/** Draws anew what this changes of the comments on show. */
export function overlay({ views, own, respected }: Conversation): void {
  for (const [id, view] of views) {
    const mine = own.get(id);
    if (mine) view.show({ ...mine, replies: view.comment.replies });
    else if (respected.has(id)) view.showActions();
  }
}

/** Not in the thread because only its author may see it, or because a cache does not know it yet. */
export function isMissing({ status, createdAt }: OwnComment): boolean {
  if (status === "published") return Date.now() - Date.parse(createdAt) < unseen;
  return status === "held" || status === "rejected";
}
