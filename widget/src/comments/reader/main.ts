// What a reader does besides reading: go through the comments, fold them, follow links, come back.

import type { CommentView } from "../comment";
import type { Discussion } from "../discussion";
import { Branches } from "./branch";
import { setFolded } from "./fold";
import { listenForKeys } from "./keys";
import { addMethods } from "./methods";
import { loadNext, loadReplies } from "./more";
import { mutedAuthors, unmute } from "./mute";
import { notice } from "./notice";
import { listenForOrder } from "./order";
import { offerPassages } from "./passage";
import { counting, placing } from "./place";
import { askReplies, noteOwn, tellOfReplies } from "./returned";
import { keepTimes } from "./times";
import { addOwn, askViewer, overlay } from "./viewer";
import { watchPage } from "./watch";

export class Reader {
  /** What is particular to this reader is known. */
  readonly known: Promise<void>;
  readonly #branches: Branches;

  constructor(readonly discussion: Discussion) {
    const { conversation } = discussion;
    conversation.addition = notice;
    conversation.place = placing(discussion);
    conversation.countBy = counting(discussion);
    for (const author of mutedAuthors(conversation.connection.site)) conversation.muted.add(author);
    this.#branches = new Branches(discussion);
    this.known = this.#ask();
  }

  /** Begins to follow reader and page. The first comments are drawn. */
  async settle(): Promise<void> {
    const { discussion } = this;
    const { conversation } = discussion;
    listenForOrder(discussion, () => this.#branches.leave());
    keepTimes(conversation, discussion.element);
    watchPage(conversation);
    listenForKeys(discussion, this);
    addMethods(discussion, this);
    await this.#branches.follow();
    await this.known;
    if (conversation.ended.signal.aborted) return;
    overlay(conversation);
    addOwn(discussion);
    offerPassages(discussion);
  }

  async #ask(): Promise<void> {
    const { discussion } = this;
    const { conversation } = discussion;
    const [news] = await Promise.all([
      askReplies(conversation).catch(() => undefined),
      askViewer(conversation),
    ]);
    // A line that comes late would move the comments; then it is told on the next visit.
    if (news && !discussion.element.isConnected) tellOfReplies(discussion, this, news);
    noteOwn(conversation);
  }

  setFolded(view: CommentView, isFolded: boolean): void {
    setFolded(view, isFolded);
  }

  /** Shows a comment wherever it is. */
  goTo(id: string): Promise<void> {
    return this.#branches.goTo(id);
  }

  // Acts, by the names that stand on the buttons.

  fold(view: CommentView | undefined): void {
    if (view) setFolded(view, true);
  }

  unfold(view: CommentView | undefined): void {
    if (view) setFolded(view, false);
  }

  more(view: CommentView | undefined, button: HTMLElement): void {
    if (view) void loadReplies(view, button);
  }

  next(_view: CommentView | undefined, button: HTMLElement): void {
    void loadNext(this.discussion, button);
  }

  all(): void {
    void this.#branches.leave();
  }

  unmute(view: CommentView | undefined): void {
    if (view) unmute(view);
  }
}
