// What Understory's elements take, say and can do. A copy of this file stands in each TypeScript example.

/** A number of comments, as `understory:ready` and `understory:count` tell it. */
export interface Counted {
  count: number;
}

/** A comment that is about to be sent. `preventDefault()` on the event keeps it in the box. */
export interface Submitted {
  body: string;
  /** The id of the comment it answers. */
  parent?: string;
}

/** A comment that the server has taken. */
export interface Posted {
  id: string;
  status: "published" | "held" | "rejected";
  parent?: string;
}

/** What kept the comments from loading, or a comment from being taken; the API lists the kinds. */
export interface Failed {
  kind: string;
}

/** The events by name. They bubble, so that one listener on the document hears them all. */
export interface UnderstoryEvents {
  "understory:ready": CustomEvent<Counted>;
  "understory:count": CustomEvent<Counted>;
  "understory:submit": CustomEvent<Submitted>;
  "understory:posted": CustomEvent<Posted>;
  "understory:post-failed": CustomEvent<Failed>;
  "understory:signin": CustomEvent;
  "understory:signout": CustomEvent;
  "understory:error": CustomEvent<Failed>;
}

/** The attributes of <understory-comments>. All are optional and may change at any time. */
export interface CommentsAttributes {
  /** The key of your site; it may stand on the script tag, as data-site. */
  site?: string | undefined;
  /** The story's name in your system. It wins over every address. */
  "thread-id"?: string | undefined;
  /** The story's address, where it is not the page's canonical one. */
  url?: string | undefined;
  /** The story's title, where it is not the page's. */
  title?: string | undefined;
  /** The language of our words, as de or pt-BR. */
  lang?: string | undefined;
  scheme?: "light" | "dark" | undefined;
  /** A selector that matches something when the page is dark, as html[data-theme=dark]. */
  "scheme-from"?: string | undefined;
  /** At once, or when the comments are nearly in view. */
  loading?: "eager" | undefined;
  sort?: "best" | "newest" | "oldest" | undefined;
  /** The level of the heading over the comments, 1 to 5. */
  "heading-level"?: number | undefined;
  live?: string | undefined;
  "sso-token"?: string | undefined;
  /** Leaves out the offer to quote a selected passage of the story. */
  quote?: "off" | undefined;
  /** Our sentences in your words, by their keys. */
  [sentence: `t-${string}`]: string | undefined;
}

/** The attributes of <understory-count>, which shows the number of a story's comments. */
export interface CountAttributes {
  site?: string | undefined;
  "thread-id"?: string | undefined;
  url?: string | undefined;
}

/** <understory-comments>. What it can do is there from the event understory:ready on. */
export interface UnderstoryComments extends HTMLElement {
  /** The number of published comments. */
  readonly count?: number;
  /** Fetches the comments anew, in the present order. */
  reload?(): Promise<void>;
  /** Opens the editor: for the story, or in answer to the comment `parent`, with a text quoted. */
  openComposer?(options?: { quote?: string; parent?: string }): Promise<void>;
  /** Shows a comment and marks it. */
  focusComment?(id: string): Promise<void>;
}

declare global {
  interface HTMLElementTagNameMap {
    "understory-comments": UnderstoryComments;
  }
  // `addEventListener` of every element and of the document knows the events.
  interface GlobalEventHandlersEventMap extends UnderstoryEvents {}
}
