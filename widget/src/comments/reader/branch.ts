// One branch shown alone, in the place of all: the way into depths that a narrow page cannot indent, and to a
// comment that the first page does not hold. The address says which, so that Back works and can be shared.

import { fetchComment, fetchReplies } from "../../shared/api/branch";
import type { Connection } from "../../shared/api/connection";
import type { Comment } from "../../shared/thread";
import { button } from "../../shared/view/button";
import { h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import type { Discussion } from "../discussion";
import { keepHeight } from "../reserve";
import { unfoldAbove } from "./fold";

/** `#c-…` names a comment, `#b-…` the branch that begins with it. */
const address = /^#([cb])-([\da-f-]{36})$/i;

interface Left {
  views: Map<string, CommentView>;
  nodes: [HTMLElement, Node[]][];
  scrollY: number;
  /** What led into the branch. */
  link: HTMLElement | null;
}

export class Branches {
  /** All comments, as they were left for a branch. */
  #left: Left | undefined;

  constructor(readonly discussion: Discussion) {
    const { signal } = discussion.conversation.ended;
    addEventListener("hashchange", () => this.follow(), { signal });
  }

  /** Goes where the page's address says, if it names a comment. */
  async follow(): Promise<void> {
    const [, kind, id] = address.exec(location.hash) ?? [];
    this.#unmark();
    if (!id) return this.#back();
    if (kind === "b") await this.#open(id, askBranch);
    else await this.goTo(id);
  }

  /** Shows a comment: among all, else alone with those above it. */
  async goTo(id: string): Promise<void> {
    const { conversation } = this.discussion;
    if (!conversation.views.has(id)) this.#back();
    if (!conversation.views.has(id)) await this.#open(id, askChain);
    const view = conversation.views.get(id);
    if (view) this.#mark(view);
  }

  /** Shows all again, where one was. */
  async leave(): Promise<void> {
    if (!this.#left) return;
    if (address.test(location.hash))
      history.replaceState(history.state, "", location.pathname + location.search);
    this.#back();
  }

  async #open(id: string, ask: (connection: Connection, id: string) => Promise<Comment>): Promise<void> {
    const { discussion } = this;
    const { conversation } = discussion;
    const { words, connection, host } = conversation;
    let root: Comment;
    try {
      root = await ask(connection, id);
    } catch {
      discussion.tell(words("linkGone"));
      return;
    }
    keepHeight(host);
    this.#left ??= this.#leaveAll();
    conversation.views = new Map();
    discussion.list.replaceChildren();
    discussion.end.replaceChildren();
    discussion.append(root);
    discussion.note.after(discussion.list); // put there anew, it has not moved: what was in its place is gone
    const all = button("row", "all", words("allComments"));
    discussion.tell(words("branch"), all);
    const first = conversation.views.get(id);
    discussion.note.scrollIntoView({ block: "start" });
    first?.article.focus({ preventScroll: true });
  }

  #leaveAll(): Left {
    const { conversation, list, note, end } = this.discussion;
    const link = conversation.root.activeElement as HTMLElement | null;
    const nodes = [list, note, end].map((part): [HTMLElement, Node[]] => [part, [...part.childNodes]]);
    return { views: conversation.views, nodes, scrollY, link };
  }

  #back(): void {
    if (!this.#left) return;
    const { views, nodes, scrollY, link } = this.#left;
    this.#left = undefined;
    this.discussion.conversation.views = views;
    for (const [part, children] of nodes) part.replaceChildren(...children);
    this.discussion.focus();
    link?.focus();
    scrollTo({ top: scrollY, behavior: "instant" });
  }

  #mark(view: CommentView): void {
    const { article, conversation } = view;
    this.#unmark();
    article.classList.add("is-linked");
    const words = h("span", { class: "linked" }, conversation.words("linked"));
    article.querySelector(".meta, .gone")?.append(words);
    unfoldAbove(view);
    article.scrollIntoView({ block: "start" });
    article.focus({ preventScroll: true });
  }

  #unmark(): void {
    const marked = this.discussion.list.querySelector(".is-linked");
    marked?.classList.remove("is-linked");
    marked?.querySelector(".linked")?.remove();
  }
}

/** A comment with those above it, as a tree without side branches. */
async function askChain(connection: Connection, id: string): Promise<Comment> {
  const { comment, ancestors } = await fetchComment(connection, id);
  return ancestors.reduceRight((reply, ancestor) => {
    const { more: _, ...above } = ancestor;
    return { ...above, replies: [reply] };
  }, comment);
}

/** A comment with the replies below it. */
async function askBranch(connection: Connection, id: string): Promise<Comment> {
  const [{ comment }, { comments, next }] = await Promise.all([
    fetchComment(connection, id),
    fetchReplies(connection, id),
  ]);
  const { more: _, ...root } = comment;
  const count = Math.max(comment.replyCount - comments.length, 1);
  return { ...root, replies: comments, ...(next ? { more: { count, cursor: next } } : {}) };
}
