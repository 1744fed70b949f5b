// Why a card is here, in words: what detectors saw, what readers reported, what staff decided before.

import { type Child, h } from "../../shared/view/h";
import { ago } from "../ago";
import type { Item } from "../api/moderation";
import { decisionSentence, noteOf } from "../decision";
import { reasonName, t } from "../words";

/** One chip for each finding and each reason readers gave. Empty when there are none. */
export function whyChips(item: Item): HTMLElement | undefined {
  const chips = [
    ...item.findings.map(({ detector, reason }) => chip(reasonName(reason), detector)),
    ...reportsByReason(item).map(([reason, n]) => chip(reasonName(reason), t("reports", { n }))),
  ];
  return chips.length > 0 ? h("ul", { class: "chips" }, chips) : undefined;
}

/** The same on one line. */
export function whyLine(item: Item): HTMLElement | undefined {
  const parts = [
    ...item.findings.map(({ reason }) => reasonName(reason)),
    ...reportsByReason(item).map(([reason, n]) => timesReported(reason, n)),
  ];
  return parts.length > 0 ? h("p", { class: "wy" }, parts.join(" · ")) : undefined;
}

/** Each report with what its reader wrote. */
export function reportList({ reports }: Item): HTMLElement | undefined {
  if (reports.length === 0) return undefined;
  const rows = reports.map(({ reason, detail, createdAt }) =>
    h(
      "li",
      null,
      h("p", { class: "rep-head" }, h("b", null, reasonName(reason)), ago(createdAt)),
      detail && h("q", { dir: "auto" }, detail),
    ),
  );
  return section(t("side.reports"), h("ul", { class: "rep" }, rows));
}

export function decisionInForce({ decision }: Item): HTMLElement | undefined {
  if (!decision) return undefined;
  const sentence = h("p", null, decisionSentence(decision), " · ", ago(decision.createdAt));
  return section(t("side.decision"), sentence, noteOf(decision));
}

export function section(title: string, ...children: Child[]): HTMLElement {
  return h("section", null, h("h3", null, title), children);
}

function reportsByReason({ reports }: Item): [string, number][] {
  const counts = new Map<string, number>();
  for (const { reason } of reports) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]);
}

function timesReported(reason: string, n: number): string {
  const name = reasonName(reason);
  return n > 1 ? t("why.reports", { reason: name, n }) : name;
}

function chip(what: string, from: string): HTMLElement {
  return h("li", { class: "chip" }, what, " ", h("i", null, from));
}
