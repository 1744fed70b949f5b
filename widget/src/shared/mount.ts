// What the loader hands to the scripts it fetches.

import type { Connection, Page } from "./api/connection";
import type { Catalogue } from "./i18n/translate";

/** What a language file gives. */
export interface Texts {
  lang: string;
  reading: Catalogue;
}

/** What an element, the script tag and the page around them say. */
export interface Context extends Connection {
  page: Page;
  /** The page's language, as it names it; `en` when it does not. */
  lang: string;
  /** The words of that language; none for English, or when they did not load. */
  texts: Promise<Texts | undefined> | undefined;
  /** An attribute of the element, else of the script tag. */
  setting(name: string): string | undefined;
  /** Fetches another script of the same build, which has failed so many times. */
  load(name: string, failures?: number): Promise<unknown>;
}

export interface MountOptions extends Context {
  /** The first page, already asked for; not when the shadow root holds one that a server has drawn. */
  thread: Promise<Response> | undefined;
}

/** The comments on show in a host. */
export interface Mounted {
  end(): undefined;
  /** An attribute has another value; not `true` when the comments must start anew for it. */
  changed(name: string): boolean | undefined;
}

/** Shows the comments in the host's shadow root. */
export type Mount = (host: HTMLElement, options: MountOptions) => Mounted;

/** Writes into an <understory-count> how many comments its page has. */
export type Count = (element: Element, context: Context) => void;
