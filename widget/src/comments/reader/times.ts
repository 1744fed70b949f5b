// Times grow old, and each is told in full to whoever points at it or comes to it by keyboard.

import { absoluteTime } from "../../shared/exact-time";
import { relativeTime } from "../../shared/time";
import { isEditable } from "../actions";
import type { Conversation } from "../conversation";

export function keepTimes({ ended, lang, own, t, views }: Conversation, place: HTMLElement): void {
  const { signal } = ended;
  const refresh = () => {
    for (const [id, comment] of own) {
      const view = views.get(id);
      const isOpen = view?.article.querySelector("[data-act=edit]");
      if (isOpen && !isEditable(comment)) view?.showActions();
    }
    for (const time of place.querySelectorAll("time")) {
      const words = relativeTime(Date.parse(time.dateTime), Date.now(), lang, t);
      if (time.textContent !== words) time.textContent = words;
    }
  };
  refresh(); // a server writes dates
  const timer = setInterval(refresh, 60_000);
  signal.addEventListener("abort", () => clearInterval(timer));

  const tell = ({ target }: Event) => {
    const element = (target as Element).closest<HTMLElement>(".time, .edited");
    if (!element || element.title) return;
    const at = element.dataset["at"] ?? element.querySelector("time")?.dateTime ?? "";
    element.title = absoluteTime(Date.parse(at), lang);
  };
  place.addEventListener("pointerover", tell);
  place.addEventListener("focusin", tell);
}
