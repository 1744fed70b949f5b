// Which view is open stands in the address, after the #, so that a reload or a link comes back to it.

import { type QueueName, queueNames } from "./api/moderation";

export type ViewName = QueueName | "stories" | "log";

export interface Route {
  /** Empty where the address names none. */
  site: string;
  view: ViewName;
}

const views: readonly string[] = [...queueNames, "stories", "log"];

/** `#/demo/held`. Whatever is missing or unknown becomes the first queue of the first site. */
export function parseRoute(hash: string): Route {
  const [, site = "", view = ""] = hash.replace(/^#/, "").split("/");
  return { site: decode(site), view: views.includes(view) ? (view as ViewName) : "reported" };
}

export function routeHash({ site, view }: Route): string {
  return `#/${encodeURIComponent(site)}/${view}`;
}

/** The one-time token of `#setup=TOKEN`. */
export function setupToken(hash: string): string | undefined {
  return /^#setup=(.+)$/.exec(hash)?.[1];
}

export function isQueue(view: ViewName): view is QueueName {
  return (queueNames as readonly string[]).includes(view);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
