import { Problem } from "../shared/api/request";
import type { Params } from "../shared/i18n/translate";

/**
 * Why something did not work, in words: ours by the problem's kind, else the sentence that the server
 * sent. A programming error is thrown on, since no words would help.
 */
export function why(
  problem: unknown,
  t: (key: never, params?: Params) => string,
  params: Params = {},
): string {
  if (!(problem instanceof Problem)) throw problem;
  const key = `problem_${problem.kind}`;
  const words = t(key as never, { n: problem.retryAfter ?? 1, ...params });
  if (words !== key) return words;
  const sentence = problem.message;
  return sentence === problem.kind ? t("problem_internal" as never) : sentence;
}
