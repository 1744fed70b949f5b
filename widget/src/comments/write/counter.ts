import { h } from "../../shared/view/h";
import type { Conversation } from "../conversation";
import { words } from "./texts";

/** Characters as people count them for a limit: code points. */
export function length(text: string): number {
  return [...text].length;
}

/** Says how much room is left, once four fifths are used. It is read out there and at the limit, no more. */
export function counter(conversation: Conversation, textarea: HTMLTextAreaElement): HTMLElement {
  const { announcer, settings } = conversation;
  const t = words(conversation);
  const element = h("span", { class: "counter", id: `${textarea.id}-count` });
  /** 0 far from the limit, 1 near it, 2 beyond. */
  let stage = 0;
  textarea.addEventListener("input", () => {
    const left = settings.maxLength - length(textarea.value);
    const before = stage;
    stage = left < 0 ? 2 : Number(left < settings.maxLength / 5);
    element.textContent = stage ? t(left < 0 ? "over" : "left", { n: Math.abs(left) }) : "";
    element.classList.toggle("is-over", left < 0);
    if (stage > before) announcer.say(element.textContent);
  });
  return element;
}
