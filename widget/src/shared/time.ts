// Times as people say them: relative for a week, then the date.

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** The words for it: those of a catalogue, since making an Intl format for them keeps a slow phone a tenth of a second. */
export type SayAgo = (
  key: "now" | "minutesAgo" | "hoursAgo" | "yesterday" | "daysAgo",
  params?: { n: number },
) => string;

/** `now` and the time are milliseconds since 1970. A clock that runs ahead reads as "now". */
export function relativeTime(time: number, now: number, lang: string, say: SayAgo): string {
  const seconds = Math.max(0, (now - time) / 1000);
  const whole = (unit: number) => ({ n: Math.floor(seconds / unit) });
  if (seconds >= 7 * day) return date(time, now, lang);
  if (seconds >= 2 * day) return say("daysAgo", whole(day));
  if (seconds >= day) return say("yesterday");
  if (seconds >= hour) return say("hoursAgo", whole(hour));
  return seconds < minute ? say("now") : say("minutesAgo", whole(minute));
}

/** Making a format costs more than using it two hundred times, so those of the last language are kept. */
let made: { lang: string; formats: Intl.DateTimeFormat[] } | undefined;

function date(time: number, now: number, lang: string): string {
  if (made?.lang !== lang) made = { lang, formats: [] };
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  const options = { day: "numeric", month: "short", year: isThisYear ? undefined : "numeric" } as const;
  made.formats[Number(isThisYear)] ??= new Intl.DateTimeFormat(lang, options);
  return made.formats[Number(isThisYear)]?.format(time) ?? "";
}
