// Reads HTML for its text, links, lists and quotations, and writes these as Markdown. It makes no nodes: strict
// pages forbid that, and nothing that somebody else wrote may come to life. Every pattern ends at the next tag,
// so that no text, however made, takes long.

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };

export function markdownOf(html: string): string {
  let depth = 0;
  return withoutComments(html)
    .replace(/\s+/g, " ")
    .split(/<(\/?)blockquote\b[^<>]*>/)
    .flatMap((part, n) => {
      if (n % 2) depth = Math.max(0, depth + (part ? -1 : 1));
      const text = n % 2 ? "" : blocks(part);
      return text ? text.replace(/^/gm, "> ".repeat(depth)) : [];
    })
    .join("\n\n")
    .replace(/&(?:#(x?)([\da-f]+)|(\w+));/gi, decoded);
}

/** Word processors put whole style sheets into them. */
function withoutComments(html: string): string {
  return html
    .split("<!--")
    .map((part) => part.split("-->").at(-1))
    .join("");
}

function blocks(html: string): string {
  /** The next number in each list around; 0 where it has none. */
  const lists: number[] = [];
  const list = (_: string, end: string, tag: string) => {
    if (tag === "li") return end ? "" : `\n${lists[0] ? `${lists[0]++}.` : "-"} `;
    if (end) lists.shift();
    else lists.unshift(Number(tag === "ol"));
    return "\n\n";
  };
  return html
    .replace(/<a\s[^<>]*?href="((?:https?|mailto):[^"<>]+)"[^<>]*>(.{0,3000}?)<\/a>/g, link)
    .replace(/<(\/?)([ou]l|li)\b[^<>]*>(?: ?<p\b[^<>]*>)?/g, list)
    .replace(/<(br|\/?(div|tr))\b[^<>]*>/g, "\n")
    .replace(/<\/?(p|h\d|table|section|article)\b[^<>]*>/g, "\n\n")
    .replace(/<[^<>]*>/g, "")
    .replace(/ +/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** An address that stands for itself stays plain: the server makes it a link. */
function link(_: string, address: string, inner: string): string {
  const words = inner.replace(/<[^<>]*>/g, "").trim();
  const target = address.replace(/[()]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return words && !/^https?:/.test(words) ? `[${words}](${target})` : words;
}

function decoded(all: string, isHex: string, number: string, name: string): string {
  return number ? String.fromCodePoint(Number.parseInt(number, isHex ? 16 : 10)) : (entities[name] ?? all);
}
