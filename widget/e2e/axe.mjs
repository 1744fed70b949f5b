// What axe finds in the comments, with the rules switched on that it leaves off by itself.

import { AxeBuilder } from "@axe-core/playwright";

const leftOff = ["target-size", "label-content-name-mismatch", "focus-order-semantics"];

/** One line each. Of all rules, or of those named. */
export async function violations(page, ...only) {
  const axe = new AxeBuilder({ page }).include("understory-comments").setLegacyMode(); // there are no frames
  const rules = Object.fromEntries(leftOff.map((id) => [id, { enabled: true }]));
  const results = await (only.length > 0 ? axe.withRules(only) : axe.options({ rules })).analyze();
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
