// The question before a comment that may hurt somebody: shown once, with the words marked, and never in
// the way of posting.

import type { Finding } from "../../shared/api/request";
import { h } from "../../shared/view/h";
import type { Words } from "./texts";

/** Code points shown on either side of the marked words. */
const context = 40;

export function nudge(t: Words, text: string, findings: Finding[], choices: Node[]): HTMLElement {
  return h(
    "div",
    { class: "ask", role: "alert" },
    h("p", null, h("strong", null, t("nudge"))),
    findings.map(({ span, reason }) => h("p", null, span && excerpt(text, span), h("bdi", null, reason))),
    h("div", { class: "choices" }, choices),
    h("p", { class: "quiet small" }, t("nudgeHeld")),
  );
}

function excerpt(text: string, [start, end]: [number, number]): HTMLElement {
  const points = [...text];
  const slice = (from: number, to: number) => points.slice(Math.max(0, from), to).join("");
  return h(
    "span",
    null,
    "“",
    start > context && "…",
    h(
      "bdi",
      null,
      slice(start - context, start),
      h("mark", null, slice(start, end)),
      slice(end, end + context),
    ),
    end + context < points.length && "…",
    "” ",
  );
}

/** Code points to the units in which a textarea counts. */
export function unitsBefore(text: string, points: number): number {
  return [...text].slice(0, points).join("").length;
}
