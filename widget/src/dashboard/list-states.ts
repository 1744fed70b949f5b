// What stands in a list's place while there is nothing to list.

import { h } from "../shared/view/h";
import { button } from "./button";
import { t } from "./words";

/** Until the server has answered. */
export function loading(): HTMLElement {
  return h("div", { class: "empty" }, h("p", null, t("loading")));
}

export function empty(title: string, lead = ""): HTMLElement {
  return h("div", { class: "empty" }, h("h2", null, title), lead && h("p", null, lead));
}

/** Why it did not load, and another try. */
export function failed(sentence: string, again: () => void): HTMLElement {
  return h(
    "div",
    { class: "empty" },
    h("p", { role: "alert" }, sentence),
    button("btn line", t("again"), again),
  );
}
