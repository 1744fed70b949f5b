/** What one request may carry: the server takes 50 stories, and old proxies 8 KB of address. */
const most = 50;
const longest = 5_500;

/** Splits parameters into requests, in order. */
export function batches(parameters: string[]): string[][] {
  const result: string[][] = [];
  let length = 0;
  for (const parameter of parameters) {
    const last = result.at(-1);
    if (last && last.length < most && length + parameter.length < longest) {
      last.push(parameter);
    } else {
      result.push([parameter]);
      length = 0;
    }
    length += parameter.length + 1;
  }
  return result;
}
