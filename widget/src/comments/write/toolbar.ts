// Buttons that write Markdown around what is selected, and the keys that do the same.

import { button } from "../../shared/view/button";
import { h } from "../../shared/view/h";
import { icon } from "../../shared/view/icon";
import { quote } from "../reader/icons";
import { insert } from "./insert";
import type { Words } from "./texts";

type Tool = [
  name: "bold" | "italic" | "quote" | "list" | "code" | "link",
  /** With Ctrl or ⌘; a place on the keyboard goes with Shift. */
  key: string,
  open: string,
  /** Without one, what opens stands before each line. */
  close: string,
  draw: () => Node,
];

const tools: Tool[] = [
  ["bold", "b", "**", "**", () => h("b", null, "B")],
  ["italic", "i", "*", "*", () => h("i", null, "I")],
  ["quote", "Period", "> ", "", quote],
  ["list", "", "- ", "", () => icon("M6 4h8M6 8h8M6 12h8M2.5 4h.1M2.5 8h.1M2.5 12h.1")],
  ["code", "e", "`", "`", () => icon("M5.5 4 1.8 8l3.7 4M10.5 4l3.7 4-3.7 4")],
  [
    "link",
    "k",
    "[",
    "](https://)",
    () =>
      icon(
        "M7 9a2.6 2.6 0 0 0 3.7 0L13 6.8A2.6 2.6 0 0 0 9.3 3M9 7a2.6 2.6 0 0 0-3.7 0L3 9.2A2.6 2.6 0 0 0 6.7 13",
      ),
  ],
];

/** One tab stop; the arrow keys go from tool to tool. */
export function toolbar(textarea: HTMLTextAreaElement, t: Words): HTMLElement {
  const buttons = tools.map((tool, index) => {
    const [name, , , , draw] = tool;
    const label = { title: t(name), "aria-label": t(name), tabindex: index === 0 ? 0 : -1 };
    return button("tool", () => apply(textarea, tool), draw(), label);
  });
  const properties = { class: "toolbar", role: "toolbar", "aria-label": t("formatting"), onkeydown: step };
  return h("div", properties, buttons);

  function step(event: KeyboardEvent) {
    const isRightToLeft = getComputedStyle(textarea.form as HTMLElement).direction === "rtl";
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };
    const index = buttons.indexOf(event.target as HTMLButtonElement);
    const next = buttons.at((index + (steps[event.key] ?? 0) * (isRightToLeft ? -1 : 1)) % buttons.length);
    for (const one of buttons) one.tabIndex = one === next ? 0 : -1;
    next?.focus();
  }
}

/** As in any editor; quotations by Shift and the key of the full stop. */
export function formatByKey(event: KeyboardEvent, textarea: HTMLTextAreaElement): void {
  const { altKey, code, ctrlKey, key, metaKey, shiftKey } = event;
  const tool = tools.find((one) => one[1] === (shiftKey ? code : key.toLowerCase()));
  if (!tool || altKey || !(ctrlKey || metaKey)) return;
  event.preventDefault();
  apply(textarea, tool);
}

/** Writes the marks, or takes them away where they are already. */
function apply(textarea: HTMLTextAreaElement, [, , open, close]: Tool): void {
  textarea.focus();
  if (close) surround(textarea, open, close);
  else prefix(textarea, open);
}

/** The marks may be selected too, or stand around what is. */
function surround(textarea: HTMLTextAreaElement, open: string, close: string): void {
  const { value, selectionStart: start, selectionEnd: end } = textarea;
  const selected = value.slice(start, end);
  const isBold =
    open === "*" && (/^\*\*(?!\*)/.test(selected) || /(^|[^*])\*\*$/.test(value.slice(0, start)));
  const isMarked = (from: number, to: number) =>
    value.startsWith(open, from) && value.slice(from + open.length, to).endsWith(close) && !isBold;
  const outer = Math.max(0, start - open.length);
  if (isMarked(start, end)) unmark(start, end);
  else if (isMarked(outer, end + close.length)) unmark(outer, end + close.length);
  else {
    insert(textarea, open + selected + close);
    textarea.setSelectionRange(start + open.length, end + open.length);
  }

  function unmark(from: number, to: number) {
    const bare = value.slice(from + open.length, to - close.length);
    textarea.setSelectionRange(from, to);
    insert(textarea, bare);
    textarea.setSelectionRange(from, from + bare.length);
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
