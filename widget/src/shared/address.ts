// The address by which a page asks for its thread. The server normalises it and has the last word; what
// is done here only keeps one story from being asked for under many addresses, which a CDN would keep apart.

import trackers from "./trackers.json";

/** Names of the list at the start of a parameter; a `*` stands for anything, and case does not count. */
const tracker = new RegExp(`^(${trackers.join("|").replaceAll("*", ".*")})(=|$)`, "i");

/** The page's canonical address, else where we are; without fragment and trackers. Empty for a file. */
export function pageAddress(page: Document): string {
  const canonical = page.querySelector("link[rel~=canonical]")?.getAttribute("href");
  return address(canonical, page.baseURI) ?? address(page.location.href, page.baseURI) ?? "";
}

/** An http(s) address made absolute, without fragment and trackers; `undefined` for anything else. */
export function address(text: string | null | undefined, base: string): string | undefined {
  if (!text) return undefined;
  try {
    const url = new URL(text, base);
    if (!url.protocol.startsWith("http")) return undefined;
    url.hash = "";
    // Cut out of the text, since URLSearchParams would write the other parameters anew.
    url.search = url.search
      .slice(1)
      .split("&")
      .filter((parameter) => !tracker.test(parameter))
      .join("&");
    return url.href;
  } catch {
    return undefined;
  }
}
