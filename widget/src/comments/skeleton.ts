import { h } from "../shared/view/h";
import type { Conversation } from "./conversation";
import { bareHead } from "./head";

/** Grey bars in the places of what is to come. */
export function skeleton(conversation: Conversation): HTMLElement {
  const bones = Array.from({ length: 3 }, () =>
    h(
      "div",
      { class: "item" },
      h(
        "div",
        { class: "comment" },
        h("span", { class: "avatar" }),
        h("div", { class: "meta" }, h("span", { class: "bone is-name" })),
        h("div", null, h("span", { class: "bone" }), h("span", { class: "bone is-short" })),
      ),
    ),
  );
  return h(
    "div",
    { "aria-busy": "true" },
    bareHead(conversation),
    h("span", { class: "sr" }, conversation.t("loading")),
    h("div", { class: "bone is-field" }),
    h("div", { class: "list", "aria-hidden": "true" }, bones),
  );
}
