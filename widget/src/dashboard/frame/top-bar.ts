// The bar at the top: which site, which part of the desk, whose session.

import { attribute, h } from "../../shared/view/h";
import type { Account, Site } from "../api/staff";
import { button } from "../button";
import { leaf, person } from "../icons";
import { isQueue, type Route, routeHash, type ViewName } from "../route";
import { t } from "../words";

export interface TopBarOptions {
  account: Account;
  choose(site: string): void;
  showKeys(): void;
  leave(): void;
}

const parts: readonly [ViewName, "nav.desk" | "nav.stories" | "nav.log"][] = [
  ["reported", "nav.desk"],
  ["stories", "nav.stories"],
  ["log", "nav.log"],
];

export class TopBar {
  readonly element: HTMLElement;
  private readonly links: { view: ViewName; link: HTMLAnchorElement }[];
  private readonly sites: HTMLSelectElement;

  constructor(private readonly options: TopBarOptions) {
    const { sites } = options.account;
    this.links = parts.map(([view, key]) => ({ view, link: h("a", null, t(key)) }));
    this.sites = siteChoice(sites, options.choose);
    this.element = h(
      "header",
      { class: "top" },
      h("p", { class: "brand" }, leaf(), h("span", null, t("product"))),
      sites.length > 1
        ? h("label", { class: "site" }, h("span", { class: "vh" }, t("site")), this.sites)
        : h("p", { class: "site" }, h("bdi", null, sites[0]?.name)),
      h(
        "nav",
        { "aria-label": t("nav.main") },
        this.links.map(({ link }) => link),
      ),
      this.menu(),
    );
  }

  show(route: Route): void {
    for (const { view, link } of this.links) {
      const isHere = view === route.view || (isQueue(view) && isQueue(route.view));
      link.href = routeHash({ ...route, view });
      attribute(link, "aria-current", isHere ? "page" : null);
    }
    this.sites.value = route.site;
  }

  private menu(): HTMLElement[] {
    const { account, showKeys, leave } = this.options;
    const menu = h(
      "div",
      { class: "account-menu", id: "account-menu", popover: "auto" },
      h("p", { class: "email" }, h("bdi", null, account.email)),
      button("btn", t("account.keys"), showKeys, "?"),
      button("btn", t("account.leave"), leave),
    );
    menu.addEventListener("click", () => menu.hidePopover());
    const label = t("account", { email: account.email });
    const opener = h(
      "button",
      { class: "btn account", type: "button", popovertarget: menu.id, "aria-label": label },
      person(),
    );
    return [opener, menu];
  }
}

function siteChoice(sites: Site[], choose: (site: string) => void): HTMLSelectElement {
  const options = sites.map(({ key, name }) => h("option", { value: key }, name));
  const select = h("select", { onchange: () => choose(select.value) }, options);
  return select;
}
