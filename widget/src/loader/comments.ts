// <understory-comments>: waits until it is nearly in view, then fetches the code and the first page of
// comments side by side and hands over to comments.js.

import { address, pageAddress } from "../shared/address";
import { threadAddress } from "../shared/api/reading";
import { loader as texts } from "../shared/i18n/en/loader";
import type { Mount, MountOptions } from "../shared/mount";
import type { Sort } from "../shared/thread";
import { base, load, setting } from "./tag";

const sheet = new CSSStyleSheet();
sheet.replaceSync(":host{display:block;min-block-size:24rem}");

export class CommentsElement extends HTMLElement {
  static readonly observedAttributes =
    "site,thread-id,url,title,lang,scheme,loading,sort,heading-level".split(",");
  readonly #root = this.attachShadow({ mode: "open" });
  #stop: (() => void) | undefined;

  /** Waits for the end of the task, so that moving the element or setting five attributes is one change. */
  connectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) this.#stop ??= this.#start();
      else this.#end();
    });
  }

  disconnectedCallback() {
    this.connectedCallback();
  }

  attributeChangedCallback() {
    this.#end();
    this.connectedCallback();
  }

  #end() {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Loads at most 1,200 px before the element comes into view, or wherever it is. Returns what stops it. */
  #start(): () => void {
    this.#root.adoptedStyleSheets = [sheet];
    const eager = setting(this, "loading") === "eager" || location.hash.startsWith("#c-");
    let stop = () => observer.disconnect();
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.at(-1)?.isIntersecting) return;
        stop();
        stop = this.#load();
      },
      { rootMargin: eager ? "999999px" : "1200px" },
    );
    observer.observe(this);
    return () => stop();
  }

  #load(attempt = 0): () => void {
    this.#root.replaceChildren();
    let stopped = false;
    let stop = () => {
      stopped = true;
    };
    const options = this.#options(attempt);
    options.thread.catch(() => {}); // comments.js asks what became of it
    options
      .load("comments")
      .then((module) => {
        if (!stopped) stop = (module as { mount: Mount }).mount(this, options);
      })
      .catch(() => {
        if (stopped) return;
        const retry = document.createElement("button");
        retry.append(texts.failed);
        retry.onclick = () => {
          stop = this.#load(attempt + 1);
        };
        this.#root.append(retry);
      });
    return () => stop();
  }

  #options(attempt: number): MountOptions {
    const say = (name: string) => setting(this, name);
    const site = say("site") ?? "";
    const sort = say("sort") as Sort | undefined;
    const page = {
      url: address(say("url"), document.baseURI) ?? pageAddress(document),
      threadId: say("thread-id"),
    };
    return {
      base,
      site,
      page,
      sort,
      thread: fetch(threadAddress({ base, site }, page, sort), { cache: "no-cache", credentials: "omit" }),
      setting: say,
      load: (name, failures = 0) => load(name, attempt + failures),
    };
  }
}
