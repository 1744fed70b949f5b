// <understory-comments>: waits until it is nearly in view, then fetches the code, the words and the first page
// of comments side by side and hands over to comments.js.

import type { Mount, Mounted } from "../shared/mount";
import { context, nothing } from "./context";
import { base, tag } from "./tag";

const sheet = new CSSStyleSheet();
sheet.replaceSync(":host(:not([hidden])){display:block;min-block-size:24em}");

export const comments = (host: HTMLElement): Mounted => {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const retry = document.createElement("button");
  let mounted: Mounted | undefined;
  let isOver = false;
  root.adoptedStyleSheets = [sheet];

  const loading = host.getAttribute("loading") ?? tag.dataset["loading"];
  const eager = loading === "eager" || /^#c-/.test(location.hash);
  const observer = new IntersectionObserver(
    async (entries) => {
      if (!entries.at(-1)?.isIntersecting) return;
      observer.disconnect();
      for (let attempt = 0; !isOver; attempt++) {
        const told = context(host, attempt);
        const {
          site,
          page: { threadId, url },
          setting,
        } = told;
        const query = new URLSearchParams({
          site,
          ...(threadId ? { thread_id: threadId } : { url }),
          sort: setting("sort") ?? "best",
        });
        // A page that a server has drawn holds its thread.
        const thread = root.getElementById("thread")
          ? undefined
          : fetch(`${base}api/v1/thread?${query}`, {
              cache: "no-cache",
              credentials: "omit",
              signal: AbortSignal.timeout(15_000),
            });
        thread?.catch(nothing); // comments.js asks what became of it
        try {
          const { mount } = (await told.load("comments")) as { mount: Mount };
          if (!isOver) mounted = mount(host, { ...told, thread });
          return retry.remove();
        } catch {
          // Shown once, so that asking again by itself moves nothing, neither words nor focus.
          if (!attempt) {
            root.append(retry);
            retry.append(setting("t-failed") ?? "The comments did not load. Try again");
          }
          await new Promise((resolve) => {
            retry.onclick = resolve;
            setTimeout(resolve, 4_000 * 2 ** attempt);
          });
        }
      }
    },
    // Wherever it is, or at most 1,200 px before it comes into view.
    { rootMargin: eager ? "999999px" : "1200px" },
  );
  observer.observe(host);

  return {
    end() {
      isOver = true;
      mounted?.end();
      root.replaceChildren();
    },
    changed: (name) => mounted?.changed(name),
  };
};
