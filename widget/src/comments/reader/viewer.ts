// What is particular to this reader, laid over what is the same for everybody. Who has never written here
// has no key, and is not asked about.

import { fetchViewer } from "../../shared/api/viewer";
import { guestKey } from "../../shared/guest";
import type { OwnComment } from "../../shared/thread";
import type { Conversation } from "../conversation";
import type { Discussion } from "../discussion";

/** Milliseconds: long enough for a shared cache to have learned of one's own comment. */
const unseen = 60_000;

/** Takes note of who reads. */
export async function askViewer({ connection, page, respected, own }: Conversation): Promise<void> {
  if (!guestKey(connection.site)) return;
  try {
    const viewer = await fetchViewer(connection, page);
    for (const id of viewer.respected ?? []) respected.add(id);
    for (const comment of viewer.comments ?? []) own.set(comment.id, comment);
  } catch {
    // Without it everything can be read; the respects are shown as not pressed.
  }
}

/** Draws anew what this changes of the comments on show. */
export function overlay({ views, own, respected }: Conversation): void {
  for (const [id, view] of views) {
    const mine = own.get(id);
    if (mine) view.show({ ...mine, replies: view.comment.replies });
    else if (respected.has(id)) view.showActions();
  }
}

/** Adds the reader's own comments that the thread does not hold, oldest first, so that the newest is on top. */
export function addOwn({ conversation }: Discussion): void {
  const own = [...conversation.own.values()].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  for (const comment of own) {
    if (!conversation.views.has(comment.id) && isMissing(comment)) conversation.place(comment);
  }
  void conversation.acting().then(({ writing }) => writing.resume());
}

/** Not in the thread because only its author may see it, or because a cache does not know it yet. */
function isMissing({ status, createdAt }: OwnComment): boolean {
  if (status === "published") return Date.now() - Date.parse(createdAt) < unseen;
  return status === "held" || status === "rejected";
}
