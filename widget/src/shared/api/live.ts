// What happens to a thread, as the server tells it.

import { type Connection, endpoint, type Page, pageQuery } from "./connection";

export interface Change {
  /** The article's, after all of this. */
  version: number;
  /** Published comments. */
  count: number;
  /** Became part of the public thread; `parent` is null for a root. */
  added: { id: string; parent: string | null }[];
  /** Ids of what is part of it and is another than it was. */
  changed: string[];
  /** Ids of what is no longer part of it. */
  removed: string[];
  /** Nobody knows any more what has happened since: nothing else is told but the version. */
  reload?: true;
}

/** The address of the stream of all that happens after a version; with `once`, that of one answer for all of it. */
export function liveAddress(connection: Connection, page: Page, since: number, once?: "1"): string {
  return endpoint(connection, "live", { ...pageQuery(page), since: String(since), once });
}
