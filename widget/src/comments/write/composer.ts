// The editor: a box for the text, what helps to write it, and what is said when it was refused. To whom it goes,
// and how, is its purpose's business.

import type { Problem } from "../../shared/api/request";
import type { NewComment } from "../../shared/api/writing";
import { button } from "../../shared/view/button";
import { attribute, h } from "../../shared/view/h";
import type { ComposerParts } from "../composer-place";
import type { Conversation } from "../conversation";
import { failure } from "../notice";
import { why } from "../reasons";
import { counter, length } from "./counter";
import { offerBack } from "./discard";
import type { Attempt, Draft } from "./draft";
import { insertQuote } from "./insert";
import { NameField } from "./name";
import { nudge, unitsBefore } from "./nudge";
import { pasteAsText } from "./paste";
import { preview } from "./preview";
import { type Words, words } from "./texts";
import { formatByKey, toolbar } from "./toolbar";
import { unsent } from "./unsent";

export interface Written {
  body: string;
  /** Empty where no name is asked for. */
  name: string;
  /** Post in spite of a nudge. */
  confirm?: true | undefined;
  /** The comment answered is gone: post to the story. */
  toStory?: boolean;
}

export interface Purpose {
  draft: Draft;
  asksName: boolean;
  submit: string;
  busy: string;
  /** Takes what was written; `false` when it is to stay in the box. */
  send(written: Written): Promise<boolean>;
  /** The author leaves; a composer without this stays. */
  close?(): void;
}

export class Composer {
  readonly form: HTMLFormElement;
  readonly #t: Words;
  readonly #textarea: HTMLTextAreaElement;
  readonly #notice = h("div", { tabindex: -1 });
  readonly #state = h("span", { class: "state quiet small" });
  readonly #submit: HTMLElement;
  readonly #name: NameField | undefined;
  #isSending = false;

  constructor(
    readonly conversation: Conversation,
    { form, textarea }: ComposerParts,
    readonly purpose: Purpose,
  ) {
    const t = words(conversation);
    this.form = form;
    this.#t = t;
    this.#textarea = textarea;
    this.#submit = h("button", { class: "button is-primary", part: "submit" }, purpose.submit);
    if (purpose.asksName) this.#name = new NameField(conversation.connection.site, `${textarea.id}-name`, t);
    this.#build();
    this.#listen();
    this.#takeDraft();
  }

  /** Nothing is being written here. */
  get isFree(): boolean {
    return this.#textarea.value.trim() === "";
  }

  focus(): void {
    this.#textarea.focus();
  }

  /** Puts a text back into the box, before whatever has been written since. `attempt` is how it was sent. */
  restore(text: string, attempt?: Attempt): void {
    const { draft } = this.purpose;
    draft.wasSent(attempt);
    this.#write(this.isFree ? text : `${text}\n\n${this.#textarea.value}`);
    draft.save();
    this.#notice.replaceChildren();
    this.focus();
  }

  /** Puts back what was refused, and says why. */
  refuse(problem: Problem, { body, parent }: Pick<NewComment, "body" | "parent">, takeFocus = true): void {
    this.#write(body);
    if (problem.kind === "nudge") this.#askOnceMore(problem, body, !parent);
    else this.#showRefusal(problem);
    if (!takeFocus) return;
    if (problem.field === "name") this.#name?.input.focus();
    else if (problem.field === "body") this.focus();
    else this.#notice.focus();
  }

  /** Writes a text as a quotation where the cursor is, and goes behind it. */
  quote(text: string): void {
    this.focus();
    if (text) insertQuote(this.#textarea, text);
  }

  #build(): void {
    const { form } = this;
    const textarea = this.#textarea;
    const { toggle, element } = preview(this.conversation, textarea);
    const count = counter(this.conversation, textarea);
    const rules = this.#rules();
    form.noValidate = true;
    textarea.after(h("div", { class: "tools" }, toolbar(textarea, this.#t), this.#state, count, toggle));
    form.append(element, this.#notice, this.#foot(), ...rules);
    const described = [count, ...rules].map((part) => part.id);
    attribute(textarea, "aria-describedby", [...described, `${textarea.id}-error`].join(" "));
  }

  #foot(): HTMLElement {
    const { close } = this.purpose;
    const closing = close && button("action", close, this.#t("close"));
    return h("div", { class: "foot" }, this.#name?.element, this.#submit, closing);
  }

  #rules(): HTMLElement[] {
    const { settings } = this.conversation;
    const sentences = [settings.rules, settings.guests === "hold" && this.#t("guestsHold")].filter(Boolean);
    if (sentences.length === 0 || !this.purpose.asksName) return [];
    return [h("p", { class: "rules", id: `${this.#textarea.id}-rules` }, sentences.join("\n"))];
  }

  #listen(): void {
    const { form } = this;
    const { draft } = this.purpose;
    const { signal } = this.conversation.ended;
    const textarea = this.#textarea;
    const save = () => draft.save();
    textarea.addEventListener("input", () => {
      draft.write(textarea.value);
      this.#state.textContent = "";
    });
    draft.kept = () => {
      this.#state.textContent = this.#t("draftKept");
    };
    textarea.addEventListener("blur", save);
    textarea.addEventListener("keydown", (event) => this.#press(event));
    textarea.addEventListener("paste", pasteAsText);
    form.addEventListener("input", ({ target }) => attribute(target as Element, "aria-invalid", null));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    addEventListener("pagehide", save, { signal });
    document.addEventListener("visibilitychange", save, { signal });
  }

  #press(event: KeyboardEvent): void {
    const { draft, close } = this.purpose;
    if (event.isComposing) return; // an input method's own keys
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void this.#send();
    else if (event.key === "Escape" && this.#textarea.value === draft.initial) close?.();
    else formatByKey(event, this.#textarea);
  }

  /** What was typed before the editor came stands above what was kept. */
  #takeDraft(): void {
    const { text, initial } = this.purpose.draft;
    const isRestored = !this.#textarea.value && text !== initial;
    if (this.#textarea.value || text) this.#write(this.#textarea.value || text);
    if (isRestored) this.#state.textContent = this.#t("draftRestored");
  }

  /** As if it had been typed. */
  #write(text: string): void {
    this.#textarea.value = text;
    this.#textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Says what is missing; `true` when nothing is. */
  #isComplete(): boolean {
    const over = length(this.#textarea.value) - this.conversation.settings.maxLength;
    if (this.isFree) return this.#miss(this.#textarea, this.#t("emptyBody"));
    if (over > 0) return this.#miss(this.#textarea, this.#t("problem_too_large"));
    if (this.#name?.value === "") return this.#miss(this.#name.input, this.#t("emptyName"));
    return true;
  }

  #miss(field: HTMLElement, sentence: string): false {
    const error = failure(sentence);
    error.id = `${field.id}-error`;
    attribute(field, "aria-invalid", "true");
    this.#notice.replaceChildren(error);
    field.focus();
    return false;
  }

  async #send(special: Partial<Written> = {}): Promise<void> {
    if (this.#isSending || !this.#isComplete()) return;
    const written = { body: this.#textarea.value, name: this.#name?.value ?? "", ...special };
    this.#name?.remember();
    this.#notice.replaceChildren();
    this.#setSending(true);
    try {
      if (await this.purpose.send(written)) this.#empty();
    } catch (problem) {
      this.refuse(problem as Problem, written);
      this.conversation.emit("post-failed", { kind: (problem as Problem).kind });
    }
    this.#setSending(false);
  }

  #setSending(isSending: boolean): void {
    this.#isSending = isSending;
    this.#textarea.readOnly = isSending;
    attribute(this.#submit, "aria-disabled", isSending ? "true" : null);
    this.#submit.textContent = isSending ? this.purpose.busy : this.purpose.submit;
  }

  #showRefusal(problem: Problem): void {
    const t = this.#t;
    const toStory = () => this.#send({ toStory: true });
    const choices = [
      problem.kind === "parent_gone" && button("button is-small", toStory, t("postAsNew")),
      button("action", () => this.#discard(), t("discard")),
    ];
    this.#notice.replaceChildren(
      unsent(t, why(problem, t), this.purpose.draft.save()),
      h("div", { class: "choices" }, choices),
    );
  }

  #askOnceMore({ findings }: Problem, body: string, toStory: boolean): void {
    const change = () => {
      const [start, end] = findings.find(({ span }) => span)?.span ?? [0, 0];
      this.#notice.replaceChildren();
      this.focus();
      if (end > 0) this.#textarea.setSelectionRange(unitsBefore(body, start), unitsBefore(body, end));
    };
    const anyway = () => this.#send({ toStory, confirm: true });
    const choices = [
      button("button is-primary is-small", change, this.#t("nudgeChange")),
      button("button is-small", anyway, this.#t("nudgeAnyway")),
    ];
    this.#notice.replaceChildren(nudge(this.#t, body, findings, choices));
  }

  #empty(): void {
    this.#write("");
    this.purpose.draft.clear();
  }

  #discard(): void {
    const text = this.#textarea.value;
    this.#empty();
    offerBack(this.#t, this.#notice, () => this.restore(text));
  }
}
