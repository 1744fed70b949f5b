// The script tag that brought us here: whose comments these are, and where to fetch the rest.

// An optimiser that moves scripts leaves no currentScript.
export const tag = (document.currentScript ??
  document.querySelector('script[src*="/embed.js"]')) as HTMLScriptElement;

/** Our server's address with the slash at its end; everything is asked there. */
export const base = new URL(".", tag.src).href;

/** What an element says for an attribute, else what the tag says for all (`data-thread-id`). */
export function setting(element: Element, name: string): string | undefined {
  return element.getAttribute(name) ?? tag.getAttribute(`data-${name}`) ?? undefined;
}

/**
 * Fetches a script of this build. A browser may remember that a script failed, so each new attempt has
 * another address: under an unknown build the server gives the current one, and scripts that import each
 * other still meet, since their addresses are relative.
 */
export function load(name: string, attempt = 0): Promise<unknown> {
  return import(`${base}assets/${__BUILD__}${attempt ? `-${attempt}` : ""}/${name}.js`);
}
