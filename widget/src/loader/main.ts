// embed.js: defines the two elements, and adds comments after the script tag where a page has none.

import { comments } from "./comments";
import type { Embedded } from "./context";
import { count } from "./count";
import { define } from "./element";
import { explainPolicy } from "./policy";
import { tag } from "./tag";

const name = "understory-comments";

const insert = () => {
  if (tag.dataset["insert"] === "off" || document.querySelector(name)) return;
  if (tag.closest("head")) {
    // biome-ignore lint/suspicious/noConsole: the owner of the page looks here, and nowhere else.
    return console.info("Understory in <head>: place <understory-comments>");
  }
  const element: Embedded = document.createElement(name);
  element.tag = tag;
  tag.after(element);
};

// A second copy of the script leaves the elements to the first, whatever its version.
if (!customElements.get(name)) {
  define(name, comments);
  define("understory-count", count);
  addEventListener("securitypolicyviolation", explainPolicy);
}
if (document.readyState === "loading") addEventListener("DOMContentLoaded", insert);
else insert();
