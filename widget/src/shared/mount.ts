// What the loader hands to the scripts it fetches.

import type { Connection, Page } from "./api/connection";
import type { Sort } from "./thread";

export interface MountOptions extends Connection {
  page: Page;
  sort: Sort | undefined;
  /** The first page, already asked for. */
  thread: Promise<Response>;
  /** An attribute of the element, else of the script tag. */
  setting(name: string): string | undefined;
  /** Fetches another script of the same build, which has failed so many times. */
  load(name: string, failures?: number): Promise<unknown>;
}

/** Shows the comments in the host's shadow root; returns what ends them. */
export type Mount = (host: HTMLElement, options: MountOptions) => () => void;

/** Writes into an <understory-count> how many comments its page has. */
export type Count = (element: Element, connection: Connection) => void;
