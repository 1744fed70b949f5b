// Catalogues of texts. A message is a sentence with `{names}` in it, or one sentence for each plural
// form of the language, chosen by the parameter `n`.

export type Message = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);
export type Catalogue = Record<string, Message>;
export type Params = Record<string, string | number>;
export type Translate<C extends Catalogue> = (key: keyof C & string, params?: Params) => string;

/** Numbers are written as the language writes them. */
export function translator<C extends Catalogue>(catalogue: C, lang: string): Translate<C> {
  const plural = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(lang);
  return (key, params = {}) => {
    const message: Message = catalogue[key] ?? key;
    const sentence =
      typeof message === "string" ? message : (message[plural.select(Number(params["n"]))] ?? message.other);
    return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => {
      const value = params[name];
      return typeof value === "number" ? number.format(value) : (value ?? hole);
    });
  };
}
