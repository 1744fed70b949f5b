import type { Press } from "../keys";

/** What the keys need to know of a key going down. */
export function press(event: KeyboardEvent, choosing: boolean): Press {
  return {
    key: event.key,
    code: event.code,
    control: event.ctrlKey || event.metaKey,
    alt: event.altKey,
    repeat: event.repeat,
    typing: event.isComposing || isTyping(event.target),
    choosing,
  };
}

/** Boxes to tick take no letters; whatever else takes input does, lists of choices included. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== "checkbox" && target.type !== "radio";
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
