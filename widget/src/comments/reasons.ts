import { Problem } from "../shared/api/request";
import type { Catalogue, Params, Translate } from "../shared/i18n/translate";

/**
 * Why something did not work, in words: ours by the problem's kind, else the sentence that the server
 * sent. A programming error is thrown on, since no words would help.
 */
export function why<C extends Catalogue>(problem: unknown, t: Translate<C>, params: Params = {}): string {
  if (!(problem instanceof Problem)) throw problem;
  const key = `problem_${problem.kind}` as keyof C & string;
  const words = t(key, { n: problem.retryAfter ?? 1, ...params });
  if (words !== key) return words;
  const sentence = problem.message;
  return sentence === problem.kind ? t("problem_internal") : sentence;
}
