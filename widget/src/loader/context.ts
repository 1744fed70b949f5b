// What an element, the tag and the page around it say about whose comments are wanted, and in which words.

import { held } from "../pinned/held";
import type { Context, Texts } from "../shared/mount";
import { address } from "./address";
import { base, tag } from "./tag";

/** An element that a tag has put into the page obeys that tag, also where an earlier copy defined it. */
export interface Embedded extends HTMLElement {
  tag?: HTMLScriptElement;
}

export const nothing = () => undefined;

/**
 * A browser may remember that a script failed, so after a failed attempt all scripts have other addresses: under
 * an unknown build the server gives the current one, and scripts that import each other still meet, since their
 * addresses are relative.
 */
export const context = (element: Embedded, attempt = 0): Context => {
  const setting = (name: string) =>
    element.getAttribute(name) ?? (element.tag ?? tag).getAttribute(`data-${name}`) ?? undefined;
  const load = (name: string, failures = 0): Promise<unknown> =>
    (__PINNED__ && held(name)) ||
    import(`${base}assets/${__BUILD__}${"-".repeat(attempt + failures)}/${name}.js`);
  const lang = setting("lang") || element.closest<HTMLElement>("[lang]")?.lang || "en";
  return {
    lang,
    page: {
      // An element that names a story by its address is not about the one that the tag names.
      threadId:
        element.hasAttribute("url") && !element.hasAttribute("thread-id") ? undefined : setting("thread-id"),
      url:
        address(setting("url")) ??
        address(document.querySelector<HTMLLinkElement>("link[rel~=canonical]")?.href) ??
        address(location.href) ??
        "",
    },
    base,
    site: setting("site") ?? "",
    texts: /^en/i.test(lang)
      ? undefined
      : (load(`texts/${lang}`) as Promise<{ default: Texts }>).then((file) => file.default, nothing),
    setting,
    load,
  };
};
