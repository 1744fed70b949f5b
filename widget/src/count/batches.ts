/** What one request may carry: the server takes 50 stories, and old proxies 8 KB of address. */
const most = 50;
const longest = 5_500;

/** Splits parameters into requests, in order. */
export function batches(parameters: string[]): string[][] {
  const result: string[][] = [];
  let last: string[] = [];
  let length = longest;
  for (const parameter of parameters) {
    length += parameter.length + 1;
    if (length > longest || last.length === most) {
      last = [];
      result.push(last);
      length = parameter.length + 1;
    }
    last.push(parameter);
  }
  return result;
}
