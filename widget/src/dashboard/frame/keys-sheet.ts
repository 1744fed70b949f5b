// All keys on one sheet, and the switch that turns them off: a single letter must not act for those who
// speak to their computer (WCAG 2.1.4).

import { store, stored } from "../../shared/storage";
import { type Child, h } from "../../shared/view/h";
import { button } from "../button";
import { places } from "../keys";
import { isQueue, type ViewName } from "../route";
import { t } from "../words";

const setting = "understory-keys";

export class KeysSheet {
  readonly element: HTMLDialogElement;

  constructor() {
    const on = h("input", { type: "checkbox", onchange: () => store(setting, on.checked ? null : "off") });
    on.checked = this.areOn;
    this.element = h(
      "dialog",
      { class: "sheet keys", "aria-labelledby": "keys-title" },
      h("div", { class: "sheet-head" }, h("h2", { id: "keys-title" }, t("keys.title")), this.closer()),
      h("div", { class: "groups" }, move(), decide(), go()),
      h(
        "p",
        { class: "foot-line" },
        h("label", { class: "check" }, on, t("keys.on")),
        h("span", { class: "hint" }, t("keys.rest")),
      ),
    );
  }

  get areOn(): boolean {
    return stored(setting) !== "off";
  }

  show(): void {
    if (!this.element.open) this.element.showModal();
  }

  private closer(): HTMLElement {
    return button("btn line", t("close"), () => this.element.close(), "Escape");
  }
}

function move(): HTMLElement {
  return group(t("keys.move"), [
    ["j k", t("keys.next")],
    ["v", t("keys.view")],
    [".", t("keys.fresh")],
    ["?", t("keys.help")],
  ]);
}

function decide(): HTMLElement {
  return group(t("keys.decide"), [
    ["a", t("keys.approve")],
    ["r 1–7", t("keys.reject")],
    ["z", t("keys.undo")],
    ["l", t("keys.story")],
  ]);
}

function go(): HTMLElement {
  return group(
    t("keys.go"),
    Object.entries(places).map(([letter, view]) => [`g ${letter}`, placeName(view)]),
  );
}

function placeName(view: ViewName): string {
  return isQueue(view) ? t(`queue.${view}`) : t(`nav.${view}`);
}

function group(title: string, rows: [keys: string, meaning: string][]): HTMLElement {
  const row = ([keys, meaning]: [string, string]): Child =>
    h(
      "div",
      null,
      h(
        "dt",
        null,
        keys.split(" ").map((key) => h("kbd", null, key)),
      ),
      h("dd", null, meaning),
    );
  return h("div", null, h("h3", null, title), h("dl", null, rows.map(row)));
}
