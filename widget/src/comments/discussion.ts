// The comments under one story: head, composer, list, and the way to more.

import { fetchThread } from "../shared/api/reading";
import type { Comment, OwnComment, Sort, Thread } from "../shared/thread";
import { h } from "../shared/view/h";
import { CommentView } from "./comment";
import { composerPlace } from "./composer-place";
import type { Conversation } from "./conversation";
import { Head } from "./head";
import { moreButton } from "./more-button";
import { failure } from "./notice";
import { breathe } from "./pace";
import { why } from "./reasons";
import { keepHeight } from "./reserve";
import { isMissing } from "./viewer";

export class Discussion {
  readonly element: HTMLElement;
  readonly #head: Head;
  readonly #list = h("ol", { class: "list", part: "list" });
  readonly #note = h("div");
  readonly #end = h("div", { class: "end" });
  #sort: Sort;
  /** The first page, to come back to from a single branch. */
  #first: Thread;
  #isBranch = false;
  /** Grows with each new list, so that one still being drawn knows that it is over. */
  #drawing = 0;

  constructor(
    readonly conversation: Conversation,
    thread: Thread,
  ) {
    this.#first = thread;
    this.#sort = thread.sort;
    this.#head = new Head(conversation, thread.sort, (sort) => this.#sortBy(sort));
    this.element = h(
      "div",
      null,
      this.#head.element,
      composerPlace(conversation),
      this.#note,
      this.#list,
      this.#end,
    );
    conversation.place = (comment) => this.#place(comment);
  }

  /** Shows the first page of the thread. */
  async showThread(thread: Thread = this.#first): Promise<void> {
    this.#first = thread;
    const drawing = this.#clear();
    await this.#add(thread.comments);
    if (drawing !== this.#drawing) return;
    this.addOwn();
    this.#setNext(thread.next);
    const isEmpty = this.#list.childElementCount === 0;
    if (isEmpty && this.conversation.canPost) this.say(this.conversation.t("empty"));
  }

  /** Adds the reader's own comments that the thread does not hold, oldest first, so that the newest is on top. */
  addOwn(): void {
    if (this.#isBranch) return;
    const own = [...this.conversation.own.values()].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    for (const comment of own) {
      if (!this.conversation.views.has(comment.id) && isMissing(comment)) this.#insert(comment);
    }
  }

  /** Puts the reader at the start of the discussion. */
  focus(): void {
    this.#head.title.focus();
  }

  /** Shows one branch alone, with the way back to all. */
  showBranch(root: Comment): void {
    const { t } = this.conversation;
    this.#clear();
    this.#isBranch = true;
    const all = h(
      "button",
      { type: "button", class: "row", onclick: () => this.#showAll() },
      t("allComments"),
    );
    this.say(t("branch"), all);
    this.#append(root);
  }

  /** A sentence above the list. */
  say(...words: (Node | string)[]): void {
    this.#note.replaceChildren(h("p", { class: "bar" }, words));
  }

  async #showAll(): Promise<void> {
    keepHeight(this.conversation.host);
    await this.showThread();
    this.focus();
  }

  async #sortBy(sort: Sort): Promise<void> {
    const { connection, page, announcer, t, host, article } = this.conversation;
    this.#sort = sort;
    try {
      const thread = await fetchThread(connection, page, sort);
      if (this.#sort !== sort) return; // another was chosen meanwhile
      keepHeight(host);
      await this.showThread(thread);
      announcer.say(t("sorted", { order: t(sort), n: article.commentCount }));
    } catch (problem) {
      this.#note.replaceChildren(failure(`${t("loadFailed")} ${why(problem, t)}`));
    }
  }

  #clear(): number {
    this.#isBranch = false;
    this.conversation.views.clear();
    this.#list.replaceChildren();
    this.#note.replaceChildren();
    this.#end.replaceChildren();
    return ++this.#drawing;
  }

  async #add(comments: Comment[]): Promise<CommentView[]> {
    const drawing = this.#drawing;
    const pace = breathe();
    const added: CommentView[] = [];
    for (const comment of comments) {
      if (drawing !== this.#drawing) break;
      const view = this.#append(comment);
      if (view) added.push(view);
      await pace();
    }
    return added;
  }

  #append(comment: Comment): CommentView | undefined {
    if (this.conversation.views.has(comment.id)) return undefined;
    const view = new CommentView(this.conversation, comment);
    this.#list.append(view.element);
    return view;
  }

  #setNext(cursor: string | undefined): void {
    const { conversation } = this;
    this.#end.replaceChildren();
    if (!cursor) return;
    const load = async () => {
      const { connection, page } = conversation;
      const drawing = this.#drawing;
      const thread = await fetchThread(connection, page, this.#sort, cursor);
      if (drawing !== this.#drawing) return [];
      const added = await this.#add(thread.comments);
      if (drawing === this.#drawing) this.#setNext(thread.next);
      return added;
    };
    this.#end.append(moreButton(conversation, "button is-wide", conversation.t("showMore"), load));
  }

  /** One's own comment, new or changed: in place, a root at the top, a reply at the end of its branch. */
  #place(comment: OwnComment): CommentView | undefined {
    const { conversation } = this;
    const { views, own, article } = conversation;
    const known = views.get(comment.id);
    const change = Number(comment.status === "published") - Number(known?.comment.status === "published");
    own.set(comment.id, comment);
    known?.show({ ...comment, replies: known.comment.replies });
    if (change !== 0) {
      article.commentCount += change;
      this.#head.showCount();
      conversation.emit("count", { count: article.commentCount });
    }
    return known ?? this.#insert(comment);
  }

  #insert(comment: OwnComment): CommentView | undefined {
    const { conversation } = this;
    if (comment.parent) {
      const [view] = conversation.views.get(comment.parent)?.replies.add([comment]) ?? [];
      return view;
    }
    if (this.#list.childElementCount === 0) this.#note.replaceChildren(); // no longer empty
    const view = new CommentView(conversation, comment);
    this.#list.prepend(view.element);
    return view;
  }
}
