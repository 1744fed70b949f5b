// Buttons that write Markdown around what is selected.

import { h } from "../../shared/view/h";
import { icon } from "../../shared/view/icon";
import { insert } from "./insert";
import type { Words } from "./texts";

type Tool = "bold" | "italic" | "quote" | "list" | "code" | "link";

const drawings: Record<Tool, string> = {
  bold: "M4.5 2.8h4a2.5 2.5 0 0 1 0 5h-4Zm0 5h4.8a2.7 2.7 0 0 1 0 5.4H4.5Z",
  italic: "M7 2.8h5M4 13.2h5M9.5 2.8l-3 10.4",
  quote: "M3 3v10M6.5 5h7M6.5 8h7M6.5 11h4.5",
  list: "M6 4h8M6 8h8M6 12h8M2.5 4h.1M2.5 8h.1M2.5 12h.1",
  code: "M5.5 4 1.8 8l3.7 4M10.5 4l3.7 4-3.7 4",
  link: "M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.3-2.3A2.6 2.6 0 0 0 9 3.3l-.8.8M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.8-.8",
};

/** What each writes: around the selection, or before each of its lines. */
const marks: Record<Tool, { around?: [string, string]; before?: string }> = {
  bold: { around: ["**", "**"] },
  italic: { around: ["*", "*"] },
  quote: { before: "> " },
  list: { before: "- " },
  code: { around: ["`", "`"] },
  link: { around: ["[", "](https://)"] },
};

/** One tab stop; the arrow keys go from tool to tool. */
export function toolbar(textarea: HTMLTextAreaElement, t: Words): HTMLElement {
  const tools = (Object.keys(drawings) as Tool[]).map((tool, index) =>
    h(
      "button",
      {
        type: "button",
        class: "tool",
        title: t(tool),
        "aria-label": t(tool),
        tabindex: index === 0 ? 0 : -1,
        onclick: () => apply(textarea, tool),
      },
      icon(drawings[tool]),
    ),
  );
  return h(
    "div",
    { class: "toolbar", role: "toolbar", "aria-label": t("formatting"), onkeydown: step },
    tools,
  );

  function step(event: KeyboardEvent) {
    const forward =
      getComputedStyle(textarea.form as HTMLElement).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const index = tools.indexOf(event.target as HTMLButtonElement);
    const next = tools.at((index + (event.key === forward ? 1 : -1)) % tools.length);
    for (const tool of tools) tool.tabIndex = tool === next ? 0 : -1;
    next?.focus();
    event.preventDefault();
  }
}

/** Ctrl or ⌘ with a letter, as in any editor; with Shift and the key of `>` a quotation. */
export function formatByKey(event: KeyboardEvent, textarea: HTMLTextAreaElement): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const keys: Record<string, Tool> = {
    b: "bold",
    i: "italic",
    k: "link",
    e: "code",
    ">": "quote",
    ".": "quote",
  };
  const tool = keys[event.key.toLowerCase()];
  if (!tool || event.shiftKey !== (tool === "quote")) return;
  event.preventDefault();
  apply(textarea, tool);
}

/** Writes the marks, or takes them away where they are already. */
function apply(textarea: HTMLTextAreaElement, tool: Tool): void {
  const { around, before } = marks[tool];
  textarea.focus();
  if (around) surround(textarea, around);
  else if (before) prefix(textarea, before);
}

function surround(textarea: HTMLTextAreaElement, [open, close]: [string, string]): void {
  const { value, selectionStart: start, selectionEnd: end } = textarea;
  const selected = value.slice(start, end);
  const isBold = open === "*" && /(^|[^*])\*\*$/.test(value.slice(0, start)); // not italics
  const isMarked = value.slice(0, start).endsWith(open) && value.slice(end).startsWith(close) && !isBold;
  if (isMarked) {
    textarea.setSelectionRange(start - open.length, end + close.length);
    insert(textarea, selected);
    textarea.setSelectionRange(start - open.length, end - open.length);
  } else {
    insert(textarea, open + selected + close);
    textarea.setSelectionRange(start + open.length, end + open.length);
  }
}

/** Before each of the lines that are selected. */
function prefix(textarea: HTMLTextAreaElement, mark: string): void {
  const { value, selectionStart, selectionEnd } = textarea;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const lines = value.slice(from, selectionEnd).split("\n");
  const isMarked = lines.every((line) => line.startsWith(mark));
  const written = lines.map((line) => (isMarked ? line.slice(mark.length) : mark + line)).join("\n");
  textarea.setSelectionRange(from, selectionEnd);
  insert(textarea, written);
}
