// <understory-count>: a place for a number. count.js fills all of a page together.

import type { Count } from "../shared/mount";
import { base, load, setting } from "./tag";

export class CountElement extends HTMLElement {
  static readonly observedAttributes = ["site", "url", "thread-id"];

  connectedCallback() {
    load("count").then(
      (module) => (module as { count: Count }).count(this, { base, site: setting(this, "site") ?? "" }),
      () => {}, // the text that the page gave it stays
    );
  }

  attributeChangedCallback() {
    if (this.isConnected) this.connectedCallback();
  }
}
