// The comments under one story: head, composer, list, and the way to more. It draws; whatever a reader does
// with it is in reader/.

import type { Comment, Sort, Thread } from "../shared/thread";
import { button } from "../shared/view/button";
import { h } from "../shared/view/h";
import { CommentView } from "./comment";
import { composerPlace } from "./composer-place";
import type { Conversation } from "./conversation";
import { head } from "./head";
import { breathe } from "./pace";

export class Discussion {
  readonly element: HTMLElement;
  readonly head: HTMLElement;
  readonly list: HTMLElement;
  /** A sentence above the list. */
  readonly note: HTMLElement;
  /** The button for more, below the list. */
  readonly end: HTMLElement;
  sort: Sort;
  next: string | undefined;
  /** Grows with each new list, so that one still being drawn knows that it is over. */
  #drawing = 0;

  /** `drawn` holds all of it where a server has drawn it. */
  constructor(
    readonly conversation: Conversation,
    thread: Thread,
    drawn: Element | null,
  ) {
    const found = (name: string) => drawn?.querySelector<HTMLElement>(name);
    this.sort = thread.sort;
    this.head = found(".head") ?? head(conversation, thread.sort);
    this.note = found(".note") ?? h("div", { class: "note" });
    this.list = found(".list") ?? h("ol", { class: "list", part: "list" });
    this.end = found(".end") ?? h("div", { class: "end" });
    const composer = composerPlace(conversation, found(".composer"));
    this.element =
      (drawn as HTMLElement | null) ??
      h("div", { class: "discussion" }, this.head, composer, this.note, this.list, this.end);
  }

  /** Shows a page of the thread in place of what is there. */
  async show(thread: Thread): Promise<void> {
    const drawing = this.clear();
    await this.add(thread.comments);
    if (drawing !== this.#drawing) return;
    this.setNext(thread.next);
    const isEmpty = !this.list.firstChild;
    if (isEmpty && this.conversation.canPost) this.say(this.conversation.t("empty"));
  }

  /** Takes what a server has drawn of a page. */
  take(thread: Thread): void {
    for (const comment of thread.comments) this.append(comment);
    this.next = thread.next;
  }

  /** Gives what tells the drawing that begins now from others. */
  clear(): number {
    this.conversation.views.clear();
    for (const part of [this.list, this.note, this.end]) part.replaceChildren();
    return ++this.#drawing;
  }

  /** Adds roots at the end, letting the page breathe between them; gives the new ones. */
  async add(comments: Comment[]): Promise<CommentView[]> {
    const drawing = this.#drawing;
    const pace = breathe();
    const added: CommentView[] = [];
    for (const comment of comments) {
      if (drawing !== this.#drawing) break;
      const view = this.append(comment);
      if (view) added.push(view);
      await pace();
    }
    return added;
  }

  append(comment: Comment): CommentView | undefined {
    if (this.conversation.views.has(comment.id)) return undefined;
    const view = new CommentView(this.conversation, comment);
    if (!view.element.isConnected) this.list.append(view.element);
    return view;
  }

  setNext(cursor: string | undefined): void {
    this.next = cursor;
    this.end.replaceChildren();
    if (!cursor) return;
    const label = this.conversation.t("showMore");
    this.end.append(button("button is-wide", "next", label));
  }

  /** Puts the reader at the start of the discussion. */
  focus(): void {
    this.head.querySelector<HTMLElement>(".title")?.focus();
  }

  /** Shows a sentence, with what one can do about it. */
  say(sentence: string, button?: Node): void {
    this.note.replaceChildren(h("p", { class: "bar" }, sentence, button));
  }

  /** The same, and reads it out. */
  tell(sentence: string, button?: Node): void {
    this.say(sentence, button);
    this.conversation.announcer.say(sentence);
  }
}
