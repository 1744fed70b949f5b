// Comments on their way to the server. Each is kept in this browser from the press on Post until the server has
// it or its author takes it back. So it goes out once: over reloads, without a connection, from several tabs.

import type { Problem } from "../../shared/api/request";
import { postComment } from "../../shared/api/writing";
import { store, stored, storedKeys } from "../../shared/storage";
import type { OwnComment } from "../../shared/thread";
import type { CommentView } from "../comment";
import type { Conversation } from "../conversation";
import { draftAddress } from "../drafts";
import type { Composer } from "./composer";
import { type Attempt, read } from "./draft";
import { Pending } from "./pending";

export interface Letter extends Attempt {
  /** When it was posted, in milliseconds since 1970. */
  at: number;
  /** It goes out by itself: it is on its way, or waits for a connection. */
  isDue: boolean;
}

/** How often, and how long after one another, a sending that still runs is asked about. */
const inProgress = { times: 5, wait: 1_500 };

export class Outbox {
  readonly #prefix: string;
  readonly #pending = new Map<string, Pending>();
  /** Somebody looks at the page. */
  isSeen = true;

  /** `open` gives the composer of the story, or of the replies to a comment. */
  constructor(
    readonly conversation: Conversation,
    readonly open: (view: CommentView | undefined) => Promise<Composer | undefined>,
  ) {
    const { connection, page, ended } = conversation;
    this.#prefix = draftAddress(connection.site, page.threadId ?? page.url, "letter-");
    const { signal } = ended;
    addEventListener("online", () => this.resume(), { signal });
    addEventListener("pagehide", () => this.#see(false), { signal });
    document.addEventListener("visibilitychange", () => this.#see(!document.hidden), { signal });
  }

  /** Sends a comment, and shows it meanwhile. */
  post(attempt: Attempt): void {
    const pending = this.#add({ ...attempt, at: Date.now(), isDue: true });
    void pending.send();
    pending.reveal();
  }

  /** Shows what is on its way, of other visits too, and sends what waits to be sent. */
  resume(): void {
    for (const address of storedKeys(this.#prefix)) {
      const letter = read<Letter>(address);
      if (letter && !this.#pending.has(letter.key)) this.#add(letter);
    }
    for (const pending of this.#pending.values()) pending.resume();
  }

  /** Gives whether the browser keeps it. */
  keep(letter: Letter): boolean {
    return store(this.#prefix + letter.key, JSON.stringify(letter));
  }

  holds({ key }: Letter): boolean {
    return stored(this.#prefix + key) !== null;
  }

  /** Takes back what was dropped. */
  bring(letter: Letter): void {
    this.keep(letter);
    this.#add(letter).resume();
  }

  drop({ key }: Letter): void {
    store(this.#prefix + key, null);
    this.#pending.delete(key);
  }

  /** Sends a letter, or nothing when it goes out by itself and another tab has sent or dropped it. */
  deliver(letter: Letter, isByItself: boolean): Promise<OwnComment | undefined> {
    return alone(letter.key, async () => {
      if (isByItself && !this.holds(letter)) return undefined;
      const comment = await this.#sendUntilKnown(letter);
      this.drop(letter);
      return comment;
    });
  }

  #see(isSeen: boolean): void {
    this.isSeen = isSeen;
    if (isSeen) this.resume();
  }

  #add(letter: Letter): Pending {
    const pending = new Pending(this, letter);
    this.#pending.set(letter.key, pending);
    return pending;
  }

  /** The same sending may still run, as after a lost answer: then its outcome is asked for again. */
  async #sendUntilKnown(letter: Letter, times = inProgress.times): Promise<OwnComment> {
    try {
      return await postComment(this.conversation.connection, letter.comment, letter.key);
    } catch (problem) {
      if ((problem as Problem).kind !== "in_progress" || times === 1) throw problem;
      await new Promise((resolve) => setTimeout(resolve, inProgress.wait));
      return this.#sendUntilKnown(letter, times - 1);
    }
  }
}

/** One tab after another, where the browser can hold the others back; else the key alone prevents doubles. */
function alone<T>(name: string, run: () => Promise<T>): Promise<T> {
  return origin !== "null" && "locks" in navigator ? navigator.locks.request(name, run) : run();
}
