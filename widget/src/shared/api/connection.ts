import { guestKey } from "../guest";

/** Which site is asked where. */
export interface Connection {
  /** The address of our server, with the slash at its end. */
  base: string;
  site: string;
}

/** The page whose thread is meant; `threadId` wins where both are there. */
export interface Page {
  url: string;
  threadId?: string | undefined;
}

export type Query = Record<string, string | undefined>;

/** `https://…/api/v1/thread?site=demo&url=…`, without the empty parameters. */
export function endpoint({ base, site }: Connection, path: string, query: Query = {}): string {
  const parameters = new URLSearchParams({ site });
  for (const [name, value] of Object.entries(query)) if (value) parameters.append(name, value);
  return `${base}api/v1/${path}?${parameters}`;
}

/** The parameters by which the server knows a page. */
export function pageQuery({ url, threadId }: Page): Query {
  return threadId ? { thread_id: threadId } : { url };
}

/** The header of a guest who has written before, or nothing. */
export function guestHeader(site: string): Record<string, string> {
  const key = guestKey(site);
  return key ? { Authorization: `Guest ${key}` } : {};
}
