// The page may change its colours at any time by a switch of its own.

import type { Conversation } from "../conversation";

/** Milliseconds: pages change attributes on every scroll, and looking at colours is not free. */
const pause = 50;

export function watchPage({ appear, ended }: Conversation): void {
  const { signal } = ended;
  const page = [document.documentElement, document.body];
  let isPlanned = false;
  const look = () => {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      if (!signal.aborted) appear();
    }, pause);
  };
  look(); // it may have done so already
  const observer = new MutationObserver(look);
  for (const element of page) observer.observe(element, { attributes: true });
  // A page may fade from one scheme to the other.
  const faded = ({ target }: Event) => {
    if (page.includes(target as HTMLElement)) look();
  };
  document.addEventListener("transitionend", faded, { signal });
  signal.addEventListener("abort", () => observer.disconnect());
}
