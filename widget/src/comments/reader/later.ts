// Comments out of view are drawn without being laid out, so that the first of them are there at once. Here the
// rest follows, one root at a time, whenever the page has nothing else to do: then finding in the page, printing
// and menus work as in any list.

import type { Discussion } from "../discussion";

export function layOutRest({ conversation, list }: Discussion): void {
  const { signal } = conversation.ended;
  const next = () => {
    const root = list.querySelector(".later");
    root?.classList.remove("later");
    if (root && !signal.aborted) whenIdle(next);
  };
  const observer = new MutationObserver(() => whenIdle(next));
  observer.observe(list, { childList: true });
  signal.addEventListener("abort", () => observer.disconnect());
  whenIdle(next);
  // What one comes to needs its room now: menus reach beyond it.
  list.addEventListener("focusin", ({ target }) =>
    (target as Element).closest(".later")?.classList.remove("later"),
  );
}

/** Safari has no idle time to give. */
function whenIdle(run: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(run, { timeout: 1000 });
  else setTimeout(run, 50);
}
