// count.js: fills the <understory-count> elements of a page, all with one request where it fits.

import { reading as english } from "../../texts/en.json";
import { endpoint } from "../shared/api/connection";
import { locale } from "../shared/i18n/locale";
import type { Context, Count } from "../shared/mount";
import { batches } from "./batches";

/** The elements of one story. */
type Story = [element: Element, context: Context][];

let waiting: Story = [];

/** What each element speaks of now: an answer about another story comes too late. */
const latest = new WeakMap<Element, Context>();

export const count: Count = (element, context) => {
  if (waiting.length === 0) whenParsed(() => setTimeout(askAll));
  waiting.push([element, context]);
  latest.set(element, context);
};

/** Not before the page is complete, so that one request asks for all of it. */
function whenParsed(run: () => void) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
  else run();
}

/** The parameter by which the server knows the story that an element speaks of. */
function parameter({ page: { threadId, url } }: Context): string {
  return new URLSearchParams(threadId ? { thread_id: threadId } : { url }).toString();
}

function askAll() {
  const sites = new Map<string, Map<string, Story>>();
  for (const entry of waiting) {
    const [, context] = entry;
    const address = endpoint(context, "counts");
    const stories = sites.get(address) ?? new Map<string, Story>();
    const key = parameter(context);
    sites.set(address, stories.set(key, [...(stories.get(key) ?? []), entry]));
  }
  waiting = [];
  for (const [address, stories] of sites) {
    // Sorted, so that two pages with the same stories ask for the same address.
    for (const batch of batches([...stories.keys()].sort())) void ask(address, batch, stories);
  }
}

/** Without an answer an element keeps the text that the page gave it. */
async function ask(address: string, batch: string[], stories: Map<string, Story>) {
  let counts: Record<string, number>;
  try {
    const response = await fetch(`${address}&${batch.join("&")}`, { cache: "no-cache", credentials: "omit" });
    if (!response.ok) return;
    ({ counts } = await response.json());
  } catch {
    return;
  }
  for (const key of batch) {
    const [sent = ""] = new URLSearchParams(key).values();
    for (const [element, context] of stories.get(key) ?? []) void write(element, context, counts[sent]);
  }
}

async function write(element: Element, context: Context, n: number | undefined) {
  const texts = await context.texts;
  if (n === undefined || latest.get(element) !== context) return;
  // The one sentence needs no catalogue; it is chosen as translator() would.
  const lang = locale(context.lang, texts?.lang ?? "en");
  const form = new Intl.PluralRules(lang).select(n);
  const forms = (texts?.reading["count"] ?? english.count) as { other: string } & Record<string, string>;
  const own = context.setting(`t-count-${form}`) ?? context.setting("t-count");
  element.textContent = (own ?? forms[form] ?? forms.other).replace("{n}", n.toLocaleString(lang));
}
