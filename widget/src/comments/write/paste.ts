// A box takes text alone. What would get lost of a pasted page is kept as Markdown: its links, lists and
// quotations.

import { insert } from "./insert";
import { markdownOf } from "./pasted-html";

/** Characters of HTML beyond which the text alone is taken. */
const most = 100_000;

export function pasteAsText(event: ClipboardEvent): void {
  const textarea = event.target as HTMLTextAreaElement;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const html = event.clipboardData?.getData("text/html") ?? "";
  const selected = textarea.value.slice(textarea.selectionStart, textarea.selectionEnd).trim();
  let pasted = text;
  if (isAddress(text)) {
    if (selected && !isAddress(selected)) pasted = `[${selected}](${text.trim()})`;
  } else if (/<(a|li|blockquote)\b/i.test(html) && html.length < most) {
    pasted = markdownOf(html);
  }
  if (pasted === text) return; // the browser does that best
  event.preventDefault();
  insert(textarea, pasted);
}

function isAddress(text: string): boolean {
  return /^\s*https?:\/\/\S+\s*$/.test(text);
}
