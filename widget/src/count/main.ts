// count.js: fills the <understory-count> elements of a page, all with one request where it fits.

import { address, pageAddress } from "../shared/address";
import { type Connection, endpoint } from "../shared/api/connection";
import { request } from "../shared/api/request";
import { count as texts } from "../shared/i18n/en/count";
import { translator } from "../shared/i18n/translate";
import type { Count } from "../shared/mount";
import { batches } from "./batches";

const waiting = new Map<Element, Connection>();

export const count: Count = (element, connection) => {
  if (waiting.size === 0) whenParsed(() => setTimeout(askAll));
  waiting.set(element, connection);
};

/** Not before the page is complete, so that one request asks for all of it. */
function whenParsed(run: () => void) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
  else run();
}

/** The parameter by which the server knows the story that an element speaks of. */
function story(element: Element): string {
  const threadId = element.getAttribute("thread-id");
  if (threadId) return new URLSearchParams({ thread_id: threadId }).toString();
  const url = address(element.getAttribute("url"), document.baseURI) ?? pageAddress(document);
  return new URLSearchParams({ url }).toString();
}

function askAll() {
  const sites = new Map<string, { connection: Connection; stories: Map<string, Element[]> }>();
  for (const [element, connection] of waiting) {
    const site = sites.get(connection.site) ?? { connection, stories: new Map<string, Element[]>() };
    sites.set(connection.site, site);
    const key = story(element);
    site.stories.set(key, [...(site.stories.get(key) ?? []), element]);
  }
  waiting.clear();
  for (const { connection, stories } of sites.values()) {
    // Sorted, so that two pages with the same stories ask for the same address.
    for (const batch of batches([...stories.keys()].sort())) ask(connection, batch, stories);
  }
}

async function ask(connection: Connection, batch: string[], stories: Map<string, Element[]>) {
  const t = translator(texts, "en");
  const asked = request<{ counts: Record<string, number> }>(
    `${endpoint(connection, "counts")}&${batch.join("&")}`,
  );
  const { counts } = await asked.catch(() => ({ counts: {} as Record<string, number> }));
  for (const key of batch) {
    const [sent = ""] = new URLSearchParams(key).values();
    const n = counts[sent];
    // Without an answer an element keeps the text that the page gave it.
    if (n !== undefined)
      for (const element of stories.get(key) ?? []) element.textContent = t("count", { n });
  }
}
