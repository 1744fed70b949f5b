// Writing into a box as if it had been typed, so that the browser's own undo takes it back.

export function insert(textarea: HTMLTextAreaElement, text: string): void {
  if (document.execCommand("insertText", false, text)) return;
  textarea.setRangeText(text, textarea.selectionStart, textarea.selectionEnd, "end");
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Markdown's quotation, with an empty line on either side of it. */
export function insertQuote(textarea: HTMLTextAreaElement, text: string): void {
  textarea.selectionStart = textarea.selectionEnd; // what is selected stays
  const before = textarea.value.slice(0, textarea.selectionStart);
  const gap = before === "" ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const lines = text.trim().split("\n");
  insert(textarea, `${gap}${lines.map((line) => `> ${line}`).join("\n")}\n\n`);
}
