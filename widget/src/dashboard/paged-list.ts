// A view that is one list, a page at a time: a heading, rows, and a button for more.

import { h } from "../shared/view/h";
import { button } from "./button";
import { empty, failed, loading } from "./list-states";
import { explain, t } from "./words";

export interface Page<T> {
  rows: T[];
  next?: string | undefined;
}

export interface PagedListOptions<T> {
  name: string;
  title: string;
  /** What the order is. */
  meta: string;
  empty: string;
  load(cursor?: string): Promise<Page<T>>;
  draw(row: T): HTMLElement;
}

export class PagedList<T> {
  readonly element: HTMLElement;
  private readonly title: HTMLElement;
  private readonly rows: HTMLElement;
  private readonly more = button("btn line more", t("more"), () => void this.showMore());
  private readonly rest = h("div", null, loading());
  private next: string | undefined;
  private fetching = false;

  constructor(private readonly options: PagedListOptions<T>) {
    const { name, title, meta } = options;
    this.title = h("h1", { tabindex: -1 }, title);
    this.rows = h("ol", { class: `rows ${name}` });
    this.more.hidden = true;
    this.element = h(
      "div",
      { class: "view" },
      h("div", { class: "mh" }, this.title, h("p", { class: "meta" }, meta)),
      h("div", { class: "pane" }, this.rows, this.more, this.rest),
    );
  }

  async open(): Promise<void> {
    this.title.focus();
    await this.refresh();
  }

  /** From the beginning. */
  async refresh(): Promise<void> {
    await this.fetch(undefined, (rows) => {
      this.rows.replaceChildren(...rows);
      this.rest.replaceChildren(...(rows.length > 0 ? [] : [empty(this.options.empty)]));
    });
  }

  /** Moves the focus from row to row. */
  move(step: 1 | -1): void {
    const rows = [...this.rows.children] as HTMLElement[];
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const there = here < 0 ? rows[0] : rows[here + step];
    there?.focus();
    there?.scrollIntoView({ block: "nearest" });
  }

  private async showMore(): Promise<void> {
    await this.fetch(this.next, (rows) => {
      this.rows.append(...rows);
      this.rest.replaceChildren();
      rows[0]?.focus();
    });
  }

  private async fetch(cursor: string | undefined, show: (rows: HTMLElement[]) => void): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    try {
      const { rows, next } = await this.options.load(cursor);
      show(rows.map((row) => this.options.draw(row)));
      this.next = next;
      this.more.hidden = next === undefined;
    } catch (error) {
      this.rest.replaceChildren(failed(t("failed.load", { why: explain(error) }), () => void this.open()));
    } finally {
      this.fetching = false;
    }
  }
}
