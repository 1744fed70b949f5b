import type { Conversation } from "../conversation";
import type { Words } from "../reader/words";

export type { Words };

/** All texts, those of reading included. */
export function words(conversation: Conversation): Words {
  return conversation.words;
}
