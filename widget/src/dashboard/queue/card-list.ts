// The stream of cards. It draws again only what has changed, and keeps on the screen what somebody
// is looking at while cards above it grow or shrink.

import { h } from "../../shared/view/h";
import type { Item } from "../api/moderation";
import { briefCard } from "./brief-card";
import { OpenCard, type OpenCardOptions } from "./open-card";
import type { QueueState } from "./state";

export interface CardListOptions {
  site: string;
  select(id: string): void;
  /** What the open card may do; the list adds what it knows itself. */
  actions(item: Item): Omit<OpenCardOptions, "site" | "trouble">;
}

interface Drawn {
  item: Item;
  trouble: string | undefined;
  element: HTMLElement;
  open: OpenCard | undefined;
}

export class CardList {
  readonly element = h("div", { class: "cards" });
  private drawn = new Map<string, Drawn>();

  constructor(private readonly options: CardListOptions) {}

  /** The card in hand. */
  open: OpenCard | undefined;

  draw(state: QueueState): void {
    const before = this.topOf(state.current);
    const hadFocus = this.element.contains(document.activeElement);
    this.drawn = new Map(state.items.map((item) => [item.comment.id, this.card(item, state)]));
    place(
      this.element,
      [...this.drawn.values()].map(({ element }) => element),
    );
    this.open = this.drawn.get(state.current ?? "")?.open;
    this.hold(state.current, before);
    if (hadFocus && !this.element.contains(document.activeElement)) this.takeFocus();
  }

  /** Brings the card in hand into view, its beginning at least, and the focus to it. */
  focus(): void {
    this.takeFocus();
    const card = this.open?.element;
    const pane = this.element.parentElement;
    if (!card || !pane) return;
    const isCut = card.getBoundingClientRect().top < pane.getBoundingClientRect().top;
    card.scrollIntoView({ block: isCut ? "start" : "nearest" });
  }

  /** Brings another card into view and the focus to it, without opening it. */
  focusOn(id: string | undefined): void {
    this.drawn.get(id ?? "")?.element.focus();
  }

  private takeFocus(): void {
    this.open?.element.focus({ preventScroll: true });
  }

  private card(item: Item, state: QueueState): Drawn {
    const { id } = item.comment;
    const trouble = state.troubles.get(id);
    const isOpen = id === state.current;
    const old = this.drawn.get(id);
    if (old && old.item === item && old.trouble === trouble && isOpen === (old.open !== undefined))
      return old;
    if (!isOpen) return { item, trouble, open: undefined, element: this.brief(item, trouble) };
    const open = new OpenCard(item, { site: this.options.site, trouble, ...this.options.actions(item) });
    return { item, trouble, open, element: open.element };
  }

  private brief(item: Item, trouble: string | undefined): HTMLElement {
    return briefCard(item, this.options.site, trouble, () => this.options.select(item.comment.id));
  }

  /** Where a card is on the screen, if it is: a phone shows one at a time. */
  private topOf(id: string | undefined): number | undefined {
    const element = this.drawn.get(id ?? "")?.element;
    return element?.checkVisibility() ? element.getBoundingClientRect().top : undefined;
  }

  private hold(id: string | undefined, before: number | undefined): void {
    const after = this.topOf(id);
    if (before !== undefined && after !== undefined) this.element.parentElement?.scrollBy(0, after - before);
  }
}

/** Makes the children of a parent these, in this order, without moving those that stand right. */
function place(parent: HTMLElement, wanted: HTMLElement[]): void {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) if (!kept.has(child as HTMLElement)) child.remove();
  wanted.forEach((element, index) => {
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null);
  });
}
