/** Languages that write numbers in digits of their own, or may. */
const ownDigits = /^(ar|bn|fa|mr|my|ne|ps)\b/;

/**
 * Writes whole numbers as a language does. Making an Intl format takes milliseconds on a slow phone, so it is
 * made when there is a number that needs it.
 */
export function numberWriter(lang: string): (value: number) => string {
  let format: Intl.NumberFormat | undefined;
  return (value) => {
    if (value >= 0 && value < 1000 && Number.isInteger(value) && !ownDigits.test(lang)) return String(value);
    format ??= new Intl.NumberFormat(lang);
    return format.format(value);
  };
}
