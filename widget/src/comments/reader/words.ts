import type { reading, writing } from "../../../texts/en.json";
import type { Catalogue, Translate } from "../../shared/i18n/translate";
import type { Conversation } from "../conversation";

/** All texts: what the first half draws, and what comes later. */
export type Words = Translate<typeof reading & typeof writing>;

/** All texts of a conversation, of which `later` has come now. */
export function allWords(conversation: Conversation, later: Catalogue): Words {
  const write = conversation.translate(later);
  return (key, params) => (key in later ? write(key, params) : conversation.t(key as "title", params));
}
