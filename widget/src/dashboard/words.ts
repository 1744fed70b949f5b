// The dashboard's voice: one language a page, and a sentence for each trouble.

import { Problem } from "../shared/api/request";
import { translator } from "../shared/i18n/translate";
import { english, type TextKey } from "./texts";

export const lang = "en";
export const t = translator(english, lang);

/** Why a request did not do what was asked: the server's sentence, or ours where it said nothing. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) throw error;
  const key = `problem.${error.kind}`;
  if (key in english) return t(key as TextKey);
  return error.message;
}

/** A reason in words; one that a newer server adds is shown as it came. */
export function reasonName(reason: string): string {
  const key = `reason.${reason}`;
  return key in english ? t(key as TextKey) : reason;
}
