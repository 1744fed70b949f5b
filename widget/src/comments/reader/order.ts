// The order of the roots, which a browser keeps for a site.

import { fetchThread } from "../../shared/api/reading";
import { store } from "../../shared/storage";
import type { Sort } from "../../shared/thread";
import type { Discussion } from "../discussion";
import { failure } from "../notice";
import { why } from "../reasons";
import { keepHeight } from "../reserve";
import { addOwn } from "./viewer";

/** `leave` brings the discussion back from a single branch. */
export function listenForOrder(discussion: Discussion, leave: () => Promise<void>): void {
  const { conversation, head } = discussion;
  const select = head.querySelector("select") as HTMLSelectElement;
  const choose = async () => {
    const sort = select.value as Sort;
    store(`understory:${conversation.connection.site}:sort`, sort);
    await leave();
    await sortBy(discussion, sort);
  };
  select.addEventListener("change", choose, { signal: conversation.ended.signal });
  if (select.value !== discussion.sort) void choose(); // somebody was quicker than this code
}

export async function sortBy(discussion: Discussion, sort: Sort): Promise<void> {
  const { conversation } = discussion;
  const { connection, page, announcer, words, t, host, article } = conversation;
  discussion.sort = sort;
  try {
    const thread = await fetchThread(connection, page, sort);
    if (discussion.sort !== sort) return; // another was chosen meanwhile
    keepHeight(host);
    await discussion.show(thread);
    addOwn(discussion);
    announcer.say(words("sorted", { order: t(sort), n: article.commentCount }));
  } catch (problem) {
    discussion.note.replaceChildren(failure(`${t("loadFailed")} ${why(problem, words)}`));
  }
}
