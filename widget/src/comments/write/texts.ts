import { reading } from "../../shared/i18n/en/reading";
import { writing } from "../../shared/i18n/en/writing";
import { translator } from "../../shared/i18n/translate";
import type { Conversation } from "../conversation";

const texts = { ...reading, ...writing };

export type Words = ReturnType<typeof words>;

/** All texts, those of reading included. */
export function words({ lang }: Conversation) {
  return translator(texts, lang);
}
