import { type reading, writing } from "../../../texts/en.json";
import type { Catalogue, Translate } from "../../shared/i18n/translate";
import type { Conversation } from "../conversation";

/** All texts: what the first half draws, and what comes later. */
export type Words = Translate<typeof reading & typeof writing>;

/** Fetches the later texts of the conversation's language; English where there are none. */
export async function loadWords(conversation: Conversation): Promise<Words> {
  const { options, t, texts } = conversation;
  const theirs = texts && (await conversation.load<{ default: Catalogue }>(`texts/${options.lang}-write`));
  const later = conversation.translate({ ...writing, ...theirs?.default });
  return (key, params) => (key in writing ? later(key as "posted", params) : t(key as "title", params));
}
