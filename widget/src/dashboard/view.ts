// What the frame and the views in it know of each other.

import type { Counts, Moderation, Undone } from "./api/moderation";
import type { Command } from "./keys";

/** What a view may use of the frame around it. */
export interface Desk {
  readonly moderation: Moderation;
  /** Speaks to those who do not see the screen. */
  say(sentence: string): void;
  /** Says something to everybody, in the row where what was done is said. */
  tell(sentence: string): void;
  /** A decision was sent; it can be undone from now on. */
  did(deed: Deed): void;
  /** What waits, as the server has just said. */
  counted(counts: Counts): void;
}

/** Something done here that can be undone. */
export interface Deed {
  /** Where it is undone: one may work on another site by then. */
  moderation: Moderation;
  /** "Rejected tidewatch: Spam or advertising", with the names in nodes of their own. */
  sentence: (Node | string)[];
  /** Its decision's id once the server has answered, nothing where the server refused. */
  decision: Promise<string | undefined>;
  /** Shows that it is undone, and says whether it could: the view where it was done may be gone. */
  undone(answer: Undone): boolean;
}

export interface View {
  readonly element: HTMLElement;
  /** Loads and shows; the focus comes into the view. */
  open(): Promise<void>;
  /** The view is no longer on the screen. */
  close(): void;
  /** Loads again what may have changed. */
  refresh(): Promise<void>;
  obey(command: Command): void;
  /** A menu is open that takes digits. */
  readonly choosing: boolean;
  /** Called now and then while somebody can see the page. Must change nothing but counts. */
  look(): Promise<void>;
}
