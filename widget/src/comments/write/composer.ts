// The editor: a box for the text, what helps to write it, and everything that can become of sending it.
// What is written, and to whom it goes, is its purpose's business.

import { Problem } from "../../shared/api/request";
import { previewComment } from "../../shared/api/writing";
import { render } from "../../shared/markup";
import type { OwnComment } from "../../shared/thread";
import { button } from "../../shared/view/button";
import { attribute, h } from "../../shared/view/h";
import type { ComposerParts } from "../composer-place";
import type { Conversation } from "../conversation";
import { failure } from "../notice";
import { clock } from "../reader/icons";
import { why } from "../reasons";
import { Counter, length } from "./counter";
import type { Draft } from "./draft";
import { insertQuote } from "./insert";
import { NameField } from "./name";
import { nudge, unitsBefore } from "./nudge";
import { pasteWithLinks } from "./paste";
import { type Words, words } from "./texts";
import { formatByKey, toolbar } from "./toolbar";

export interface Letter {
  body: string;
  /** Empty where no name is asked for. */
  name: string;
  /** Post in spite of a nudge. */
  confirm: boolean;
  /** The comment answered is gone: post to the story. */
  toStory: boolean;
}

export interface Purpose {
  draft: Draft;
  asksName: boolean;
  submit: string;
  busy: string;
  send(letter: Letter): Promise<OwnComment>;
  /** Shows the comment before the server has it; gives what takes that back, and tells whether it had the focus. */
  foreshadow?(letter: Letter): () => boolean;
  /** The server has it. Focus may go there only if its author has not gone on to something else. */
  done(comment: OwnComment, isWaitedFor: boolean): void;
  /** The author leaves; a composer without this stays. */
  close?(): void;
}

/** How often, and how long after one another, a sending that still runs is asked about. */
const inProgress = { times: 5, wait: 1_500 };

export class Composer {
  readonly #t: Words;
  readonly #form: HTMLFormElement;
  readonly #textarea: HTMLTextAreaElement;
  readonly #notice = h("div", { tabindex: -1 });
  readonly #preview: HTMLElement;
  readonly #previewButton: HTMLButtonElement;
  readonly #state = h("span", { class: "state quiet small" });
  readonly #submit: HTMLButtonElement;
  readonly #counter: Counter;
  readonly #name: NameField | undefined;
  #isSending = false;

  constructor(
    readonly conversation: Conversation,
    { form, textarea }: ComposerParts,
    readonly purpose: Purpose,
  ) {
    const { settings, connection, ended } = conversation;
    const t = words(conversation);
    const { id } = textarea;
    this.#t = t;
    this.#form = form;
    this.#textarea = textarea;
    this.#counter = new Counter(settings.maxLength, `${id}-count`, t, (words) =>
      conversation.announcer.say(words),
    );
    this.#preview = h("div", {
      class: "preview body",
      dir: "auto",
      role: "region",
      "aria-label": t("previewOf"),
      hidden: true,
    });
    this.#previewButton = button("action", () => this.#togglePreview(), t("preview"));
    this.#submit = h("button", { class: "button is-primary", part: "submit" }, purpose.submit);
    if (purpose.asksName) this.#name = new NameField(connection.site, `${id}-name`, t);

    this.#form.noValidate = true;
    textarea.parentElement?.append(
      h(
        "div",
        { class: "tools" },
        toolbar(textarea, t),
        this.#state,
        this.#counter.element,
        this.#previewButton,
      ),
    );
    const rules = this.#rules();
    form.append(this.#preview, this.#notice, this.#foot(), ...rules);
    attribute(
      textarea,
      "aria-describedby",
      [this.#counter.element, ...rules].map((part) => part.id).join(" "),
    );

    this.#takeDraft();
    purpose.draft.kept = () => {
      this.#state.textContent = t("draftKept");
    };
    textarea.addEventListener("input", () => this.#typed());
    this.#name?.input.addEventListener("input", ({ target }) =>
      attribute(target as Element, "aria-invalid", null),
    );
    textarea.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#send();
      else formatByKey(event, textarea);
    });
    textarea.addEventListener("paste", pasteWithLinks);
    addEventListener("online", () => this.#sendWaiting(), { signal: ended.signal });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    addEventListener("pagehide", () => this.#leave(), { signal: ended.signal });
    document.addEventListener("visibilitychange", () => this.#leave(), { signal: ended.signal });
  }

  focus(): void {
    this.#textarea.focus();
  }

  /** Puts a text back into the box, before whatever has been written since. */
  restore(text: string): void {
    const { value } = this.#textarea;
    this.#textarea.value = value ? `${text}\n\n${value}` : text;
    this.#typed();
    this.focus();
  }

  /** Writes a text as a quotation where the cursor is, and goes behind it. */
  quote(text: string): void {
    this.focus();
    if (text) insertQuote(this.#textarea, text);
  }

  #foot(): HTMLElement {
    const close = () => {
      this.purpose.draft.save();
      this.purpose.close?.();
    };
    return h(
      "div",
      { class: "foot" },
      this.#name?.element,
      this.#submit,
      this.purpose.close && button("action", close, this.#t("close")),
    );
  }

  #rules(): HTMLElement[] {
    const { settings } = this.conversation;
    const sentences = [settings.rules, settings.guests === "hold" && this.#t("guestsHold")].filter(Boolean);
    if (sentences.length === 0 || !this.purpose.asksName) return [];
    return [h("p", { class: "rules", id: `${this.#textarea.id}-rules` }, sentences.join("\n"))];
  }

  /** What was typed before the editor came stands above what was kept. */
  #takeDraft(): void {
    const { draft } = this.purpose;
    if (this.#textarea.value) {
      draft.write(this.#textarea.value);
    } else if (draft.text) {
      this.#textarea.value = draft.text;
      if (draft.isWaiting) setTimeout(() => this.#sendWaiting());
      else if (draft.wasSent) this.#showFailure(this.#t("kept"), true);
      else if (draft.text !== draft.initial) this.#state.textContent = this.#t("draftRestored");
    }
    this.#counter.show(this.#textarea.value);
  }

  #typed(): void {
    this.#state.textContent = "";
    this.purpose.draft.write(this.#textarea.value);
    this.#counter.show(this.#textarea.value);
    this.#hidePreview();
    attribute(this.#textarea, "aria-invalid", null);
  }

  #leave(): void {
    if (this.#textarea.isConnected) this.purpose.draft.save();
  }

  async #togglePreview(): Promise<void> {
    if (!this.#preview.hidden) return this.#hidePreview();
    if (this.#textarea.value.trim() === "") {
      this.#miss(this.#textarea, this.#t("emptyBody"));
      return;
    }
    try {
      const body = await previewComment(this.conversation.connection, this.#textarea.value);
      this.#preview.replaceChildren(render(body));
      this.#preview.hidden = false;
      this.#previewButton.textContent = this.#t("hidePreview");
    } catch (problem) {
      this.#notice.replaceChildren(failure(this.#t("previewFailed", { why: why(problem, this.#t) })));
    }
  }

  #hidePreview(): void {
    this.#preview.hidden = true;
    this.#previewButton.textContent = this.#t("preview");
  }

  /** Says what is missing; `true` when nothing is. */
  #isComplete(): boolean {
    const { value } = this.#textarea;
    const limit = this.conversation.settings.maxLength;
    if (value.trim() === "") return this.#miss(this.#textarea, this.#t("emptyBody"));
    if (length(value) > limit)
      return this.#miss(this.#textarea, this.#t("over", { n: length(value) - limit }));
    if (this.#name?.value === "") return this.#miss(this.#name.input, this.#t("emptyName"));
    return true;
  }

  #miss(field: HTMLElement, sentence: string): false {
    attribute(field, "aria-invalid", "true");
    this.#notice.replaceChildren(failure(sentence));
    field.focus();
    return false;
  }

  async #send(special: Partial<Letter> = {}): Promise<void> {
    if (this.#isSending || !this.#isComplete()) return;
    const letter = {
      body: this.#textarea.value,
      name: this.#name?.value ?? "",
      confirm: false,
      toStory: false,
      ...special,
    };
    this.#name?.remember();
    this.#setSending(true);
    let takeBack = () => true;
    try {
      const sent = this.#sendUntilKnown(letter);
      takeBack = this.#foreshadow(letter);
      const comment = await sent;
      const isWaitedFor = takeBack();
      this.#empty();
      this.#setSending(false);
      this.purpose.done(comment, isWaitedFor);
    } catch (problem) {
      const isWaitedFor = takeBack();
      this.#setSending(false);
      this.#failed(problem, letter, isWaitedFor);
    }
  }

  /** Shows the comment in its place and the box empty; the draft stays until the server has the comment. */
  #foreshadow(letter: Letter): () => boolean {
    const takeBack = this.purpose.foreshadow?.(letter);
    if (!takeBack) return () => true;
    this.#textarea.value = "";
    this.#counter.show("");
    return () => {
      this.#textarea.value = letter.body;
      this.#counter.show(letter.body);
      return takeBack();
    };
  }

  /** What was posted without a connection goes out when there is one. */
  #sendWaiting(): void {
    if (!this.purpose.draft.isWaiting) return;
    if (navigator.onLine) this.#send();
    else this.#showWaiting();
  }

  /** The same sending may still run, as after a lost answer: then its outcome is asked for again. */
  async #sendUntilKnown(letter: Letter): Promise<OwnComment> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.purpose.send(letter);
      } catch (problem) {
        const isRunning = problem instanceof Problem && problem.kind === "in_progress";
        if (!isRunning || attempt === inProgress.times) throw problem;
        await new Promise((resolve) => setTimeout(resolve, inProgress.wait));
      }
    }
  }

  #setSending(isSending: boolean): void {
    this.#isSending = isSending;
    this.#textarea.readOnly = isSending;
    attribute(this.#form, "aria-busy", isSending ? "true" : null);
    attribute(this.#submit, "aria-disabled", isSending ? "true" : null);
    this.#submit.textContent = isSending ? this.purpose.busy : this.purpose.submit;
    if (isSending) {
      this.#notice.replaceChildren();
      this.conversation.announcer.say(this.purpose.busy);
    }
  }

  #failed(problem: unknown, letter: Letter, isWaitedFor: boolean): void {
    if (problem instanceof Cancelled) return;
    const sentence = why(problem, this.#t);
    const { kind, status, field, findings } = problem as Problem;
    this.conversation.emit("post-failed", { kind });
    const isUndecided = status === 0 || status === 429 || status >= 500 || kind === "in_progress";
    if (!isUndecided) this.purpose.draft.forgetAttempt();
    if (status === 0 && !navigator.onLine) {
      this.purpose.draft.wait();
      this.#showWaiting();
      this.#notice.focus();
      return;
    }
    if (kind === "nudge") {
      this.#showNudge(findings, letter);
      return;
    }
    this.#showFailure(sentence, isUndecided, kind === "parent_gone");
    if (!isWaitedFor) return;
    if (field === "name") this.#name?.input.focus();
    else if (field === "body") this.#textarea.focus();
    else this.#notice.focus();
  }

  #showFailure(sentence: string, canRetry: boolean, parentIsGone = false): void {
    const t = this.#t;
    const choices = [
      canRetry && this.#choice(t("tryAgain"), () => this.#send()),
      parentIsGone && this.#choice(t("postAsNew"), () => this.#send({ toStory: true })),
      canRetry && this.#word(t("edit"), () => this.focus()),
      this.#word(t("discard"), () => this.#discard()),
    ].filter((choice) => choice !== false);
    const kept = sentence === t("kept") ? "" : ` ${t("kept")}`;
    this.#notice.replaceChildren(
      failure(h("strong", null, t("notSent")), ` ${sentence}${kept}`),
      h("div", { class: "choices" }, choices),
    );
  }

  #showWaiting(): void {
    const t = this.#t;
    const words = [h("strong", null, t("waiting")), ` ${t("waitingWhy")}`];
    this.#notice.replaceChildren(
      h("div", { class: "notice", role: "alert" }, clock(), h("p", null, words)),
      h(
        "div",
        { class: "choices" },
        this.#word(t("discard"), () => this.#discard()),
      ),
    );
  }

  #showNudge(findings: Problem["findings"], letter: Letter): void {
    const t = this.#t;
    const change = () => {
      const [start, end] = findings.find(({ span }) => span)?.span ?? [0, 0];
      this.#notice.replaceChildren();
      this.focus();
      if (end > 0)
        this.#textarea.setSelectionRange(unitsBefore(letter.body, start), unitsBefore(letter.body, end));
    };
    const anyway = () => this.#send({ toStory: letter.toStory, confirm: true });
    const choices = [
      button("button is-primary is-small", change, t("nudgeChange")),
      this.#choice(t("nudgeAnyway"), anyway),
    ];
    this.#notice.replaceChildren(nudge(t, letter.body, findings, choices));
    this.#notice.focus();
  }

  #choice(label: string, act: () => void): HTMLElement {
    return button("button is-small", act, label);
  }

  #word(label: string, act: () => void): HTMLElement {
    return button("action small", act, label);
  }

  #empty(): void {
    this.#textarea.value = "";
    this.#typed();
    this.purpose.draft.clear();
  }

  /** Nothing is gone for good by one press. */
  #discard(): void {
    const text = this.#textarea.value;
    this.#empty();
    const undo = () => {
      this.#textarea.value = text;
      this.#typed();
      this.#notice.replaceChildren();
      this.focus();
    };
    const back = button("row", undo, this.#t("undo"));
    this.#notice.replaceChildren(h("p", { class: "quiet small" }, this.#t("draftDiscarded"), " ", back));
    back.focus();
  }
}

/** The page itself took the comment over: a listener cancelled `understory:submit`. */
export class Cancelled extends Error {}
