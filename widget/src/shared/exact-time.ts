/** Making a format costs more than using it two hundred times, so that of the last language is kept. */
let made: { lang: string; format: Intl.DateTimeFormat } | undefined;

/** In full, in the reader's own time zone. `time` is milliseconds since 1970. */
export function absoluteTime(time: number, lang: string): string {
  if (made?.lang !== lang) {
    made = { lang, format: new Intl.DateTimeFormat(lang, { dateStyle: "full", timeStyle: "short" }) };
  }
  return made.format.format(time);
}
