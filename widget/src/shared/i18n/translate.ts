// Catalogues of texts. A message is a sentence with `{names}` in it, or one sentence for each plural
// form of the language, chosen by the parameter `n`.

import { numberWriter } from "./number";

export type Message = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);
export type Catalogue = Record<string, Message>;
export type Params = Record<string, string | number>;
export type Translate<C extends Catalogue> = (key: keyof C & string, params?: Params) => string;

/**
 * Numbers are written as the language writes them. `own` gives the page's own words for a name such as
 * `load-failed`, or `left-one` for one plural form.
 */
export function translator<C extends Catalogue>(
  catalogue: C,
  lang: string,
  own: (name: string) => string | undefined = () => undefined,
): Translate<C> {
  const write = numberWriter(lang);
  let plural: Intl.PluralRules | undefined;
  const formOf = (n: number) => {
    plural ??= new Intl.PluralRules(lang);
    return plural.select(n);
  };
  /** What is said for a key in one form, so that the page is asked once. */
  const sentences = new Map<string, string>();
  const sentenceOf = (key: keyof C & string, form: Intl.LDMLPluralRule) => {
    const known = sentences.get(key + form);
    if (known !== undefined) return known;
    const message: Message = catalogue[key] ?? key;
    const name = key.replace(/_|(?=[A-Z])/g, "-").toLowerCase();
    const ours = typeof message === "string" ? message : (message[form] ?? message.other);
    const sentence = own(`${name}-${form}`) ?? own(name) ?? ours;
    sentences.set(key + form, sentence);
    return sentence;
  };
  return (key, params) => {
    const isPlural = typeof catalogue[key] === "object";
    const sentence = sentenceOf(key, isPlural ? formOf(Number(params?.["n"])) : "other");
    if (!params) return sentence;
    return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => {
      const value = params[name];
      return typeof value === "number" ? write(value) : (value ?? hole);
    });
  };
}
