// Finding a card again after a colleague decided first, or its author changed it, while it was read.

import type { Item, Moderation, QueueName } from "../api/moderation";

/** Looks where the card was, then among all recent ones; further back the server lists it nowhere. */
export async function lookAgain(
  moderation: Moderation,
  queue: QueueName,
  id: string,
): Promise<Item | undefined> {
  for (const name of new Set([queue, "recent" as const])) {
    const { items } = await moderation.queue(name);
    const found = items.find((item) => item.comment.id === id);
    if (found) return found;
  }
  return undefined;
}
