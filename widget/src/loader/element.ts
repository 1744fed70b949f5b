// An element that begins anew whenever something about it changes.

import type { Mounted } from "../shared/mount";

/** `start` is called for each element that is in a page; what it returns is ended when the element is gone. */
export const define = (name: string, start: (element: HTMLElement) => Mounted | undefined) => {
  customElements.define(
    name,
    class extends HTMLElement {
      static readonly observedAttributes =
        "site,thread-id,url,lang,scheme,scheme-from,loading,sort,heading-level,live,sso-token".split(",");
      #shown: Mounted | undefined;

      /** Waits for the end of the task, so that moving the element or setting five attributes is one change. */
      connectedCallback() {
        queueMicrotask(() => {
          if (this.isConnected) this.#shown ??= start(this);
          else this.#shown = this.#shown?.end();
        });
      }

      disconnectedCallback() {
        this.connectedCallback();
      }

      attributeChangedCallback(name: string, before: string | null, now: string | null) {
        if (before === now || this.#shown?.changed(name)) return;
        this.#shown = this.#shown?.end();
        this.connectedCallback();
      }
    },
  );
};
