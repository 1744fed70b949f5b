/**
 * The tag by which numbers and times are written: the page's own (`pt-BR`) where our words are in the same
 * language, else that of our words. A page may write anything, `en_US` included.
 */
export function locale(page: string, words: string): string {
  if (page === words) return words;
  try {
    const [tag = words] = Intl.getCanonicalLocales(page);
    return tag.split("-")[0] === words.split("-")[0] ? tag : words;
  } catch {
    return words;
  }
}
