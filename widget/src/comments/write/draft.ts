// The text somebody is writing. It outlives the page, and is dropped only when it was handed over to be sent
// or its author discards it.

import type { NewComment } from "../../shared/api/writing";
import { store, stored, storedKeys } from "../../shared/storage";

/** A sending, to the letter: a retry must send the same under the same key. */
export interface Attempt {
  /** The idempotency key. */
  key: string;
  comment: NewComment;
}

interface Kept {
  text: string;
  /** Milliseconds since 1970. */
  at: number;
  /** What the text was sent as already; nobody knows whether it arrived. */
  attempt?: Attempt;
}

/** Milliseconds that a draft is kept: 30 days. */
const lifetime = 30 * 24 * 60 * 60 * 1000;

/** Milliseconds without a keystroke before it is stored. */
const pause = 500;

export class Draft {
  /** Told when a pause in typing has had the text stored. */
  kept: () => void = () => {};
  #draft: Kept;
  /** `address`, or one beside it where another tab keeps a draft of its own there. */
  #place: string;
  /** What this draft knows to be stored there. */
  #known: string | null;
  #isChanged = false;
  #isKept: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `address` is where it is kept; `initial` is the text when nothing is kept there. */
  constructor(
    readonly address: string,
    readonly initial = "",
  ) {
    this.#place = [address, ...storedKeys(`${address}~`)].find(kept) ?? address;
    this.#known = stored(this.#place);
    this.#isKept = this.#known !== null;
    this.#draft = kept(this.#place) ?? { text: initial, at: 0 };
  }

  get text(): string {
    return this.#draft.text;
  }

  /** Takes the text as it is now; stored after a pause in typing. */
  write(text: string): void {
    if (text === this.text) return;
    this.#draft = { ...this.#draft, text, at: Date.now() };
    this.#isChanged = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.save()) this.kept();
    }, pause);
  }

  /** Stores what has changed; gives whether the browser keeps it. */
  save(): boolean {
    clearTimeout(this.#timer);
    if (!this.#isChanged) return this.#isKept;
    this.#isChanged = false;
    if (!this.#isOurs()) this.#place = `${this.address}~${newKey()}`;
    const isWorthIt = this.text.trim() !== "" && this.text !== this.initial;
    this.#known = isWorthIt ? JSON.stringify(this.#draft) : null;
    this.#isKept = store(this.#place, this.#known) && isWorthIt;
    return this.#isKept;
  }

  /**
   * What to send, and under which key. As long as the author sends the same words it is what was sent before,
   * even if the page's title has changed, so that a retry never posts twice.
   */
  attempt(comment: NewComment): Attempt {
    const before = this.#draft.attempt;
    return before && isSame(before.comment, comment) ? before : { key: newKey(), comment };
  }

  /** The text was sent so already. */
  wasSent(attempt: Attempt | undefined): void {
    if (attempt) this.#draft.attempt = attempt;
  }

  clear(): void {
    clearTimeout(this.#timer);
    if (this.#isOurs()) store(this.#place, null);
    this.#draft = { text: this.initial, at: 0 };
    this.#isChanged = false;
    this.#known = null;
    this.#place = this.address;
  }

  /** Whether no other tab has written there since. */
  #isOurs(): boolean {
    const now = stored(this.#place);
    return now === null || now === this.#known;
  }
}

/** What the author decides about a comment; the rest is the page's. */
function isSame(one: NewComment, other: NewComment): boolean {
  return (["body", "name", "parent", "confirm"] as const).every((field) => one[field] === other[field]);
}

/** Not crypto.randomUUID, which pages without TLS do not have. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

function kept(address: string): Kept | undefined {
  const draft = read<Kept>(address);
  return draft && Date.now() - draft.at < lifetime ? draft : undefined;
}

/** What is kept there as JSON. */
export function read<T>(address: string): T | undefined {
  try {
    return JSON.parse(stored(address) ?? "null") ?? undefined;
  } catch {
    return undefined; // written by something else
  }
}
