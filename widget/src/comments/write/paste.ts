// A box takes text alone. What gets lost of a pasted page are its links, so those are kept, as Markdown.

import { insert } from "./insert";

const anchor = /<a\s[^>]*?href="(https?:\/\/[^"\s]+)"[^>]*>([\s\S]*?)<\/a>/gi;
const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", "#39": "'" };

export function pasteWithLinks(event: ClipboardEvent): void {
  const textarea = event.target as HTMLTextAreaElement;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const selected = textarea.value.slice(textarea.selectionStart, textarea.selectionEnd);
  const pasted =
    selected && isAddress(text)
      ? `[${selected}](${text.trim()})`
      : withLinks(text, event.clipboardData?.getData("text/html") ?? "");
  if (pasted === text) return; // the browser does that best
  event.preventDefault();
  insert(textarea, pasted);
}

/** Puts the addresses behind the words that were links in the HTML, in the order in which they stand. */
export function withLinks(text: string, html: string): string {
  let result = "";
  let rest = text;
  for (const [, href = "", inner = ""] of html.matchAll(anchor)) {
    const words = plain(inner);
    const at = words ? rest.indexOf(words) : -1;
    if (at < 0 || isAddress(words)) continue;
    result += `${rest.slice(0, at)}[${words}](${plain(href)})`;
    rest = rest.slice(at + words.length);
  }
  return result + rest;
}

function isAddress(text: string): boolean {
  return /^\s*https?:\/\/\S+\s*$/.test(text);
}

function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replace(/&(\w+|#39);/g, (entity, name: string) => entities[name] ?? entity)
    .replace(/\s+/g, " ")
    .trim();
}
