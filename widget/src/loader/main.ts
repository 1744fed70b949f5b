// embed.js: defines the two elements, and adds comments after the script tag where a page has none.

import { loader as texts } from "../shared/i18n/en/loader";
import { CommentsElement } from "./comments";
import { CountElement } from "./count";
import { tag } from "./tag";

const name = "understory-comments";

function insert() {
  if (document.querySelector(name)) return;
  if (!tag.closest("head")) tag.after(document.createElement(name));
  // biome-ignore lint/suspicious/noConsole: the owner of the page looks here, and nowhere else.
  else console.info(texts.inHead);
}

// A second copy of the script finds the elements defined and leaves them alone.
if (!customElements.get(name)) {
  customElements.define(name, CommentsElement);
  customElements.define("understory-count", CountElement);
  if (tag.dataset["insert"] !== "off") {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", insert);
    else insert();
  }
}
