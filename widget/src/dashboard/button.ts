import { type Child, h } from "../shared/view/h";

/**
 * A button that does one thing. `key` is the key that does the same: shown for the eye, and named in
 * `aria-keyshortcuts` for whoever hears the page.
 */
export function button(
  style: string,
  label: Child,
  act: (event: Event) => void,
  key?: string,
): HTMLButtonElement {
  return h(
    "button",
    { class: style, type: "button", onclick: act, "aria-keyshortcuts": key },
    label,
    key && keyCap(key),
  );
}

export function keyCap(key: string): HTMLElement {
  return h("kbd", { "aria-hidden": "true" }, key);
}
