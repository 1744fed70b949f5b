import { type Child, h } from "../shared/view/h";
import { t } from "./words";

/** A comment's place under its story; the server knows the address. */
export function permalink(site: string, comment: string): string {
  return `/c/${encodeURIComponent(site)}/${encodeURIComponent(comment)}`;
}

/** A link that leaves the desk open. */
export function outward(href: string, label: Child, name?: string): HTMLAnchorElement {
  return h("a", { href, target: "_blank", rel: "noopener", class: name, title: t("view.label") }, label);
}
