// Times that say how long ago and, when pointed at, when exactly.

import { absoluteTime } from "../shared/exact-time";
import { relativeTime } from "../shared/time";
import { h } from "../shared/view/h";
import { lang, t } from "./words";

export function ago(time: string): HTMLTimeElement {
  const at = Date.parse(time);
  return h("time", { datetime: time, title: absoluteTime(at, lang) }, relativeTime(at, Date.now(), lang, t));
}

/** Brings the times on the screen up to now. */
export function refreshAgo(root: ParentNode): void {
  for (const element of root.querySelectorAll("time")) {
    element.textContent = relativeTime(Date.parse(element.dateTime), Date.now(), lang, t);
  }
}
