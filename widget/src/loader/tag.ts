// The script tag that brought us here: whose comments these are, and where to fetch the rest.

// An optimiser that moves scripts leaves no currentScript.
export const tag = (document.currentScript ??
  document.querySelector(
    __PINNED__ ? "script[data-base],script[data-site][src*=understory]" : "script[data-site][src*=embed]",
  )) as HTMLScriptElement;

/** The pinned build may be kept anywhere; on our server it is at /assets/{build}/understory.js. */
const pinnedBase = () =>
  new URL(tag.dataset["base"]?.replace(/\/?$/, "/") ?? "../..", tag.src || document.baseURI);

/** Our server's address with the slash at its end; everything is asked there. */
export const base = (__PINNED__ ? pinnedBase() : new URL(".", tag.src)).href;
