import { type Child, h, type Props } from "./h";

/** A button that submits nothing. `act` is what a press does, or the name of an act, which is found by it. */
export function button(
  className: string,
  act: string | (() => void),
  label: Child,
  more: Props = {},
): HTMLButtonElement {
  const does = typeof act === "string" ? { "data-act": act } : { onclick: act };
  return h("button", { type: "button", class: className, ...does, ...more }, label);
}
