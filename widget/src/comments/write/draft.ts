// The text somebody is writing. It outlives the page, and is dropped only when the server has the comment
// or its author discards it.

import type { NewComment } from "../../shared/api/writing";
import { store, stored } from "../../shared/storage";

interface Kept {
  text: string;
  /** Milliseconds since 1970. */
  at: number;
  attempt?: Attempt;
  /** It was sent while there was no connection, and goes out by itself once there is one. */
  isWaiting?: boolean;
}

/** A sending whose outcome was not success, to the letter: a retry must send the same under the same key. */
export interface Attempt {
  key: string;
  comment: NewComment;
}

/** Milliseconds that a draft is kept: 30 days. */
const lifetime = 30 * 24 * 60 * 60 * 1000;

/** Milliseconds without a keystroke before it is stored. */
const pause = 500;

export class Draft {
  /** Told when a pause in typing has had the text stored. */
  kept: () => void = () => {};
  #draft: Kept;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `address` is where it is kept; `initial` is the text when nothing is kept there. */
  constructor(
    readonly address: string,
    readonly initial = "",
  ) {
    this.#draft = kept(address) ?? { text: initial, at: Date.now() };
  }

  get text(): string {
    return this.#draft.text;
  }

  /** Whether it was being sent when the page went away. */
  get wasSent(): boolean {
    return this.#draft.attempt !== undefined;
  }

  /** Whether it goes out by itself once there is a connection. */
  get isWaiting(): boolean {
    return this.#draft.isWaiting === true;
  }

  wait(): void {
    this.#draft.isWaiting = true;
    this.save();
  }

  /** Takes the text as it is now; stored after a pause in typing. */
  write(text: string): void {
    this.#draft = { ...this.#draft, text, at: Date.now(), isWaiting: false };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.save()) this.kept();
    }, pause);
  }

  /** Stores it now; `false` when there is nothing worth it. */
  save(): boolean {
    clearTimeout(this.#timer);
    const isWorthIt = this.text.trim() !== "" && this.text !== this.initial;
    store(this.address, isWorthIt ? JSON.stringify(this.#draft) : null);
    return isWorthIt;
  }

  /**
   * What to send, and under which idempotency key. As long as the author sends the same words it is what was
   * sent before, over reloads too and even if the page's title has changed, so that a retry never posts twice.
   */
  attempt(comment: NewComment): Attempt {
    const before = this.#draft.attempt;
    const attempt = before && isSame(before.comment, comment) ? before : { key: newKey(), comment };
    this.#draft.attempt = attempt;
    this.save();
    return attempt;
  }

  /** The comment is known not to have been taken: the next sending is a new one. */
  forgetAttempt(): void {
    delete this.#draft.attempt;
    delete this.#draft.isWaiting;
    this.save();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#draft = { text: this.initial, at: Date.now() };
    store(this.address, null);
  }
}

/** What the author decides about a comment; the rest is the page's. */
function isSame(one: NewComment, other: NewComment): boolean {
  return (["body", "name", "parent", "confirm"] as const).every((field) => one[field] === other[field]);
}

/** Not crypto.randomUUID, which pages without TLS do not have. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

function kept(address: string): Kept | undefined {
  try {
    const draft = JSON.parse(stored(address) ?? "null") as Kept | null;
    return draft && Date.now() - draft.at < lifetime ? draft : undefined;
  } catch {
    return undefined; // written by something else
  }
}

/** Where drafts of a thread wait for a connection; `prefix` is what their addresses begin with. */
export function waitingPlaces(prefix: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((address) => address.startsWith(prefix) && kept(address)?.isWaiting)
      .map((address) => address.slice(prefix.length));
  } catch {
    return []; // a browser that keeps nothing
  }
}
