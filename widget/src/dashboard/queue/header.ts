// The line above a queue: its name, what waits, what is new, and where in it one is.

import { attribute, h } from "../../shared/view/h";
import type { QueueName } from "../api/moderation";
import { button, keyCap } from "../button";
import { back, forward } from "../icons";
import { t } from "../words";

export interface QueueHeaderOptions {
  queue: QueueName;
  move(step: 1 | -1): void;
  showFresh(): void;
}

export class QueueHeader {
  readonly element: HTMLElement;
  readonly title: HTMLElement;
  private readonly meta = h("p", { class: "meta" });
  private readonly pager: HTMLElement;
  private readonly position = h("span", { class: "position" });
  private readonly fresh: HTMLButtonElement;
  private readonly previous: HTMLButtonElement;
  private readonly next: HTMLButtonElement;

  constructor(private readonly options: QueueHeaderOptions) {
    this.title = h("h1", { tabindex: -1 }, t(`queue.${options.queue}`));
    this.fresh = button("fresh", "", options.showFresh, ".");
    this.fresh.hidden = true;
    this.previous = turn(t("previous"), back(), () => options.move(-1));
    this.next = turn(t("next"), forward(), () => options.move(1));
    this.pager = h("div", { class: "pager", hidden: true }, this.previous, this.position, this.next);
    this.element = h("div", { class: "mh" }, this.title, this.meta, this.fresh, this.pager);
  }

  /** `waiting` is undefined where nothing waits as such. */
  tell(waiting: number | undefined): void {
    const order = t(`queue.${this.options.queue}.order`);
    this.meta.classList.remove("near");
    this.meta.textContent = waiting === undefined ? order : `${t("waiting", { n: waiting })}, ${order}`;
  }

  complain(sentence: string): void {
    this.meta.classList.add("near");
    this.meta.textContent = sentence;
  }

  tellFresh(n: number): void {
    this.fresh.hidden = n === 0;
    this.fresh.replaceChildren(t("fresh.show", { n }), keyCap("."));
  }

  /** `index` counts from 0; -1 is nowhere. `of` is missing where nobody has counted to the end. */
  tellPosition(index: number, loaded: number, of: number | undefined): void {
    this.pager.hidden = index < 0;
    const key = of === undefined ? "position.more" : "position";
    this.position.textContent = t(key, { n: index + 1, of: of ?? loaded });
    this.previous.disabled = index === 0;
    this.next.disabled = index === loaded - 1;
  }
}

function turn(label: string, drawing: SVGElement, act: () => void): HTMLButtonElement {
  const turner = button("btn turn", drawing, act);
  attribute(turner, "aria-label", label);
  attribute(turner, "title", label);
  return turner;
}
