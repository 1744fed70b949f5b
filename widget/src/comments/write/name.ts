import { store, stored } from "../../shared/storage";
import { h } from "../../shared/view/h";
import type { Words } from "./texts";

const address = (site: string) => `understory:${site}:name`;

/** The field for a guest's name, remembered per site. */
export class NameField {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;

  constructor(
    readonly site: string,
    id: string,
    t: Words,
  ) {
    this.input = h("input", {
      class: "input",
      id,
      name: "name",
      autocomplete: "nickname",
      dir: "auto",
      maxlength: 100,
      "aria-describedby": `${id}-error`,
      part: "name",
    });
    this.input.value = stored(address(site)) ?? "";
    this.element = h(
      "div",
      { class: "name" },
      h("label", { class: "label", for: id }, t("name")),
      this.input,
    );
  }

  get value(): string {
    return this.input.value.trim();
  }

  remember(): void {
    store(address(this.site), this.value);
  }
}
