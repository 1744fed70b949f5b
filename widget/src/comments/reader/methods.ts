// What the page's own scripts may do with the element, from `understory:ready` on.

import type { Discussion } from "../discussion";
import type { Reader } from "./main";
import { sortBy } from "./order";

export interface ElementMethods {
  /** The number of published comments. */
  readonly count: number;
  /** Fetches the comments anew, in the present order. */
  reload(): Promise<void>;
  /** Opens the editor: for the story, or in answer to the comment `parent`; `quote` is put into it. */
  openComposer(options?: { quote?: string; parent?: string }): Promise<void>;
  /** Shows a comment and marks it. */
  focusComment(id: string): Promise<void>;
}

export function addMethods(discussion: Discussion, reader: Reader): void {
  const { conversation } = discussion;
  const { host } = conversation;
  Object.defineProperty(host, "count", {
    configurable: true,
    get: () => conversation.article.commentCount,
  });
  const methods: Omit<ElementMethods, "count"> = {
    reload: () => sortBy(discussion, discussion.sort),
    focusComment: (id) => reader.goTo(id),
    async openComposer({ quote = "", parent } = {}) {
      const { writing } = await conversation.acting();
      if (parent) await reader.goTo(parent);
      await writing.quote(parent ? conversation.views.get(parent) : undefined, quote);
    },
  };
  Object.assign(host, methods);
}
