// Times as people say them: relative for a week, then the date.

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** `now` and the time are milliseconds since 1970. A clock that runs ahead reads as "now". */
export function relativeTime(time: number, now: number, lang: string): string {
  const seconds = Math.max(0, (now - time) / 1000);
  if (seconds >= 7 * day) return date(time, now, lang);
  const relative = formats(lang).relative();
  if (seconds < minute) return relative.format(0, "second");
  if (seconds < hour) return relative.format(-Math.floor(seconds / minute), "minute");
  if (seconds < day) return relative.format(-Math.floor(seconds / hour), "hour");
  return relative.format(-Math.floor(seconds / day), "day");
}

function date(time: number, now: number, lang: string): string {
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return formats(lang).date(isThisYear).format(time);
}

/** Making a format costs more than using it two hundred times, so those of the last language are kept. */
let made: ReturnType<typeof make> | undefined;

function formats(lang: string) {
  if (made?.lang !== lang) made = make(lang);
  return made;
}

/** Each is made when it is first needed: a thread of today needs no dates. */
function make(lang: string) {
  let relative: Intl.RelativeTimeFormat | undefined;
  const dates: Intl.DateTimeFormat[] = [];
  return {
    lang,
    relative() {
      relative ??= new Intl.RelativeTimeFormat(lang, { numeric: "auto", style: "narrow" });
      return relative;
    },
    date(isThisYear: boolean) {
      const year = isThisYear ? {} : ({ year: "numeric" } as const);
      dates[Number(isThisYear)] ??= new Intl.DateTimeFormat(lang, {
        day: "numeric",
        month: "short",
        ...year,
      });
      return dates[Number(isThisYear)] as Intl.DateTimeFormat;
    },
  };
}
