// A comment on its way, as it stands in its place: being sent, waiting for a connection, or not sent, with what
// its author can do then. The server's answer takes its place without moving anything.

import type { Problem } from "../../shared/api/request";
import type { Markup } from "../../shared/markup";
import type { OwnComment } from "../../shared/thread";
import { button } from "../../shared/view/button";
import { h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import { unfoldAbove } from "../reader/fold";
import { clock } from "../reader/icons";
import { why } from "../reasons";
import { offerBack } from "./discard";
import type { Letter, Outbox } from "./outbox";
import { words } from "./texts";
import { unsent } from "./unsent";
import { welcome } from "./welcome";

/** Milliseconds for which the server surely knows a key, less than its 24 hours; later nothing goes out by itself. */
const trusted = 23 * 60 * 60 * 1000;

/** Milliseconds within which a page that is being left is told so. */
const farewell = 100;

export class Pending {
  #isSending = false;
  /** Why it was not sent. */
  #reason = "";
  /** This browser keeps it. */
  #isKept = true;

  constructor(
    readonly outbox: Outbox,
    readonly letter: Letter,
  ) {}

  /** Goes to it. */
  reveal(): void {
    const view = this.#view();
    unfoldAbove(view);
    view.reveal();
  }

  /** Shows it as it is now; sends it if it waits to be sent. */
  resume(): void {
    const { letter, outbox } = this;
    if (Date.now() - letter.at > trusted) letter.isDue = false;
    if (!outbox.holds(letter))
      this.#leave(); // another tab has sent or dropped it
    else if (this.#isSending) this.#view();
    else if (letter.isDue && navigator.onLine) void this.send(true);
    else if (!this.#view().article.querySelector(".choices")) this.#showUnsent();
  }

  async send(isByItself = false): Promise<void> {
    if (this.#isSending) return;
    const { letter, outbox } = this;
    this.#isSending = letter.isDue = true;
    if (!isByItself) this.#isKept = outbox.keep(letter);
    this.#showSending();
    try {
      const comment = await outbox.deliver(letter, isByItself);
      if (comment) welcome(outbox.conversation, comment, this.#view());
      else this.#leave();
    } catch (problem) {
      // Leaving a page ends its requests, perhaps before it is told so. They are sent anew when somebody comes back.
      await new Promise((resolve) => setTimeout(resolve, farewell));
      this.#isSending = false;
      if (outbox.isSeen) await this.#failed(problem as Problem);
    }
  }

  async #failed(problem: Problem): Promise<void> {
    const { letter, outbox } = this;
    const { kind, status } = problem;
    this.#reason = why(problem, words(outbox.conversation));
    outbox.conversation.emit("post-failed", { kind });
    letter.isDue = status === 0 && !navigator.onLine;
    this.#isKept = outbox.keep(letter);
    const isUndecided = status === 0 || status === 429 || status >= 500 || kind === "in_progress";
    const composer = isUndecided ? undefined : await this.#composer();
    if (!composer?.isFree) return this.#showUnsent();
    composer.refuse(problem, letter.comment, this.#view().article.matches(":focus-within"));
    this.#leave();
  }

  /** Where it came from; nowhere when what it answers is not on the page. */
  async #composer() {
    const parent = this.#parent;
    return this.letter.comment.parent && !parent ? undefined : this.outbox.open(parent);
  }

  get #parent(): CommentView | undefined {
    return this.outbox.conversation.views.get(this.letter.comment.parent ?? "");
  }

  /** Where it stands. It is put there if need be, on top when what it answers is not on the page. */
  #view(): CommentView {
    const { conversation } = this.outbox;
    const comment = onItsWay(this.letter, this.#parent);
    conversation.own.set(comment.id, comment);
    const view = conversation.views.get(comment.id) ?? conversation.place(comment);
    return view ?? (conversation.place({ ...comment, parent: null }) as CommentView);
  }

  #showSending(): void {
    const view = this.#view();
    if (view.article.matches(":focus-within")) view.article.focus();
    view.show(view.comment);
    view.article.classList.add("is-pending");
  }

  #showUnsent(): void {
    this.#showSending();
    const t = words(this.outbox.conversation);
    const choices = [
      button("button is-small", () => this.send(), t("tryAgain")),
      button("action", () => this.#edit(), t("edit")),
      button("action", () => this.#discard(), t("discard")),
    ];
    const state = h("div", null, this.#notice(), h("div", { class: "choices" }, choices));
    this.#view().article.querySelector(".actions")?.replaceWith(state);
  }

  #notice(): HTMLElement {
    const t = words(this.outbox.conversation);
    if (!this.letter.isDue) return unsent(t, this.#reason, this.#isKept);
    const sentences = [h("strong", null, t("waiting")), " ", this.#isKept && t("waitingWhy")];
    return h("div", { class: "notice", role: "alert" }, clock(), h("p", null, sentences));
  }

  async #edit(): Promise<void> {
    const composer = await this.#composer();
    composer?.restore(this.letter.comment.body, this.letter);
    if (composer) this.#leave();
  }

  #discard(): void {
    const { outbox, letter } = this;
    const gone = h("li", { class: "item" });
    this.#view().element.before(gone);
    this.#leave();
    offerBack(words(outbox.conversation), gone, () => {
      gone.remove();
      outbox.bring(letter);
    });
  }

  #leave(): void {
    const { conversation } = this.outbox;
    const view = this.#view();
    this.outbox.drop(this.letter);
    conversation.own.delete(view.comment.id);
    view.remove();
  }
}

function onItsWay({ key, comment, at }: Letter, parent: CommentView | undefined): OwnComment {
  const id = `sending-${key}`;
  return {
    id,
    parent: comment.parent ?? null,
    level: (parent?.comment.level ?? 0) + 1,
    status: "withdrawn", // it counts for nothing before the server has it
    isSending: true,
    author: { id, name: comment.name },
    body: asTyped(comment.body),
    source: comment.body,
    createdAt: new Date(at).toISOString(),
    respects: 0,
    replyCount: 0,
    replies: [],
  };
}

/** Paragraphs and lines; what else the text means, the server will say. */
function asTyped(text: string): Markup {
  const lines = (paragraph: string) => paragraph.split(/(\n)/).map((line) => (line === "\n" ? ["br"] : line));
  return text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => ["p", ...lines(paragraph)]) as Markup;
}
