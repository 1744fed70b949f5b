// What a queue holds and which card is open. Every change is a pure function from one state to the next;
// nothing here asks the server or draws.

import type { Decision, Item, QueuePage, StaffComment, Story } from "../api/moderation";

export interface QueueState {
  /** Whether the server has been heard; until then no items means nothing. */
  readonly loaded: boolean;
  readonly items: readonly Item[];
  /** Id of the comment on the open card; `undefined` only when there are no items. */
  readonly current: string | undefined;
  /** Cursor of the next page. */
  readonly next: string | undefined;
  /** How many the server has that this list has not. */
  readonly fresh: number;
  /** Decided, and the server has not answered yet: a page loaded meanwhile must not bring them back. */
  readonly deciding: ReadonlySet<string>;
  /** What went wrong, by comment. */
  readonly troubles: ReadonlyMap<string, string>;
}

export const nothing: QueueState = {
  loaded: false,
  items: [],
  current: undefined,
  next: undefined,
  fresh: 0,
  deciding: new Set(),
  troubles: new Map(),
};

/** The first page, in place of all. The open card stays open where it is still there. */
export function loaded(state: QueueState, page: QueuePage): QueueState {
  const items = page.items.filter((item) => !state.deciding.has(item.comment.id));
  const kept = items.some((item) => item.comment.id === state.current);
  const current = kept ? state.current : items[0]?.comment.id;
  return { ...nothing, loaded: true, items, current, next: page.next, deciding: state.deciding };
}

/** The next page. What moved between pages meanwhile is not shown twice. */
export function appended(state: QueueState, page: QueuePage): QueueState {
  const items = [...state.items, ...unknown(state, page)];
  return { ...state, items, next: page.next, current: state.current ?? items[0]?.comment.id };
}

/** A later look at the first page: only counts what is new, since nothing moves by itself. */
export function polled(state: QueueState, page: QueuePage): QueueState {
  return { ...state, fresh: unknown(state, page).length };
}

export function selected(state: QueueState, id: string): QueueState {
  return has(state, id) ? { ...state, current: id } : state;
}

export function moved(state: QueueState, step: 1 | -1): QueueState {
  const id = state.items[indexOf(state, state.current) + step]?.comment.id;
  return id === undefined ? state : { ...state, current: id };
}

/** A decision was sent: the card leaves and the next one opens, or the last where there is no next. */
export function left(state: QueueState, id: string): QueueState {
  const index = indexOf(state, id);
  const items = others(state, id);
  const neighbour = items[Math.min(index, items.length - 1)]?.comment.id;
  const current = state.current === id ? neighbour : state.current;
  return { ...awaiting(state, id), items, current };
}

/** A decision was sent on a list that keeps its cards: the next one opens. */
export function passed(state: QueueState, id: string): QueueState {
  return moved(awaiting(state, id), 1);
}

/** The server has answered; if the card was to leave, it has left. */
export function settled(state: QueueState, id: string): QueueState {
  return { ...state, deciding: new Set([...state.deciding].filter((other) => other !== id)) };
}

/** The card is back at its place, with what went wrong if something did. It opens if no other is open. */
export function returned(state: QueueState, item: Item, index: number, trouble?: string): QueueState {
  const { id } = item.comment;
  const items = others(state, id);
  return {
    ...settled(state, id),
    items: items.toSpliced(Math.min(index, items.length), 0, item),
    current: state.current ?? id,
    troubles: trouble === undefined ? calm(state, id) : new Map([...state.troubles, [id, trouble]]),
  };
}

/** The card stays where it is and shows what is now true of its comment. */
export function renewed(
  state: QueueState,
  id: string,
  comment: StaffComment,
  decision?: Decision,
): QueueState {
  const items = state.items.map((item) =>
    item.comment.id === id ? withComment(item, comment, decision) : item,
  );
  return { ...settled(state, id), items, troubles: calm(state, id) };
}

/** A story was closed or opened: all its cards say so. */
export function storyChanged(state: QueueState, story: Story): QueueState {
  const items = state.items.map((item) =>
    item.article.id === story.id ? { ...item, article: { ...item.article, ...story } } : item,
  );
  return { ...state, items };
}

export function currentItem(state: QueueState): Item | undefined {
  return state.items[indexOf(state, state.current)];
}

export function indexOf(state: QueueState, id: string | undefined): number {
  return state.items.findIndex((item) => item.comment.id === id);
}

/** An item after a decision on it or the undoing of one. */
export function withComment(item: Item, comment: StaffComment, decision?: Decision): Item {
  const { decision: _, ...rest } = item;
  const renewedItem = { ...rest, comment: { ...item.comment, ...comment } };
  return decision ? { ...renewedItem, decision } : renewedItem;
}

function has(state: QueueState, id: string): boolean {
  return indexOf(state, id) >= 0;
}

function awaiting(state: QueueState, id: string): QueueState {
  return { ...state, deciding: new Set([...state.deciding, id]), troubles: calm(state, id) };
}

function others(state: QueueState, id: string): Item[] {
  return state.items.filter((item) => item.comment.id !== id);
}

function unknown(state: QueueState, page: QueuePage): Item[] {
  return page.items.filter(({ comment }) => !has(state, comment.id) && !state.deciding.has(comment.id));
}

function calm(state: QueueState, id: string): ReadonlyMap<string, string> {
  return new Map([...state.troubles].filter(([other]) => other !== id));
}
