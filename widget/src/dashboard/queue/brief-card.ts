// A card that waits its turn: enough to see what comes, opened by its author's name or a click anywhere.

import { plainText } from "../../shared/plain-text";
import { h } from "../../shared/view/h";
import type { Item } from "../api/moderation";
import { t } from "../words";
import { authorName, headLine, troubleLine } from "./card-parts";
import { whyLine } from "./why";

export function briefCard(
  item: Item,
  site: string,
  trouble: string | undefined,
  open: () => void,
): HTMLElement {
  const name = authorName(item);
  const opener = h(
    "button",
    { type: "button", class: "opener", "aria-label": t("card.open", { name }) },
    h("bdi", null, name),
  );
  return h(
    "article",
    { class: "card brief", tabindex: -1, "aria-label": t("card.label", { name }), onclick: openUnlessLink },
    headLine(item, site),
    h("h2", null, opener),
    h("p", { class: "text", dir: "auto" }, plainText(item.comment.body) || t("text.gone")),
    whyLine(item),
    troubleLine(trouble),
  );

  function openUnlessLink(event: Event): void {
    if (!(event.target as Element).closest("a")) open();
  }
}
