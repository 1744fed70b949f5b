import { h } from "../shared/view/h";
import type { Conversation } from "./conversation";

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

/** The title alone, before there is anything to count or to sort. */
export function bareHead({ t, headingLevel }: Conversation): HTMLElement {
  const heading = `h${headingLevel}` as "h2";
  return h("header", { class: "head" }, h(heading, { class: "title", id: "title" }, t("title")));
}
