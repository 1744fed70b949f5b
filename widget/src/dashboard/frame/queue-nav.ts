// The queues with what waits in each.

import { attribute, h } from "../../shared/view/h";
import { type Counts, type QueueName, queueNames } from "../api/moderation";
import { type Route, routeHash } from "../route";
import { lang, t } from "../words";

export class QueueNav {
  readonly element: HTMLElement;
  private readonly links: { queue: QueueName; link: HTMLAnchorElement; count: HTMLElement }[];

  constructor() {
    this.links = queueNames.map((queue) => {
      const count = h("span", { class: "c" });
      return {
        queue,
        count,
        link: h("a", { class: "q" }, h("span", { class: "n" }, t(`queue.${queue}`)), " ", count),
      };
    });
    const head = h(
      "p",
      { class: "qh", "aria-hidden": "true" },
      h("span", null, t("nav.queues")),
      h("span", null, t("nav.waits")),
    );
    this.element = h(
      "nav",
      { class: "queues", "aria-label": t("nav.queues") },
      head,
      this.links.map(({ link }) => link),
    );
  }

  show(route: Route): void {
    for (const { queue, link } of this.links) {
      link.href = routeHash({ ...route, view: queue });
      attribute(link, "aria-current", queue === route.view ? "page" : null);
    }
  }

  count(counts: Counts): void {
    for (const { queue, count } of this.links) {
      if (queue !== "recent") count.textContent = new Intl.NumberFormat(lang).format(counts[queue]);
    }
  }
}
