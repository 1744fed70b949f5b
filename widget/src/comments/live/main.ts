// Keeps the thread on show as it is on the server while approved write: numbers and texts in their places, what is
// new behind a button. Nothing that somebody looks at moves by itself.

import { fetchComments } from "../../shared/api/branch";
import type { Change } from "../../shared/api/live";
import type { Comment } from "../../shared/thread";
import type { Discussion } from "../discussion";
import { gatherNews, most } from "./news";
import { revising } from "./revision";
import { listen } from "./stream";

/** Milliseconds over which the readers of a page spread what they ask, and what happens is gathered. */
const spread = 1_000;

export function followThread(discussion: Discussion): void {
  const { conversation } = discussion;
  const { countBy, connection, muted, own } = conversation;
  const news = gatherNews(discussion);
  const revise = revising(discussion);
  let added: Change["added"] = [];
  const stale = new Set<string>();
  /** Ids of what has been counted and may be one's own doing. */
  const told = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const count = (n: number) => countBy(n - conversation.article.commentCount, "");

  const anew = listen(conversation, (change) => {
    if (change.version <= conversation.version) return; // the list on show is newer
    conversation.version = change.version;
    if (change.reload) return news.offerAll();
    count(change.count);
    news.drop(change.removed);
    // One's own are known from their answer, and may have been taken back before the rest is looked at.
    const isNew = ({ id }: { id: string }) => !own.has(id) && !change.removed.includes(id);
    const others = change.added.filter(isNew);
    added = [...added.filter(isNew), ...others];
    for (const id of [...others.map(({ id }) => id), ...change.changed, ...change.removed]) told.add(id);
    const approved = change.added.flatMap(({ id }) => (own.get(id)?.status === "held" ? [id] : []));
    for (const id of [...change.changed, ...change.removed, ...approved])
      if (conversation.views.has(id)) stale.add(id);
    if (!timer) timer = setTimeout(look, Math.random() * spread);
  });
  // What happens tells the number after one's own doings too, perhaps before their answer is here.
  conversation.countBy = (change, id) => told.delete(id) || countBy(change, id);
  conversation.renew = ({ article, version }) => {
    const isOlder = version < conversation.version;
    conversation.version = version;
    count(article.commentCount);
    added = [];
    news.clear();
    if (isOlder) anew(); // a cache between has kept it: what it lacks is told again
  };

  /** Asks once about all that has happened, where it must be known what it is. */
  async function look() {
    timer = undefined;
    const fresh = added;
    added = [];
    // Who is not to be read is not announced.
    const unknown = muted.size > 0 ? fresh.map(({ id }) => id) : [];
    const asked = [...stale, ...unknown].slice(0, most);
    const found = new Map<string, Comment>();
    if (asked[0]) {
      // Without an answer it is asked again after the next change.
      const answer = await fetchComments(connection, asked, conversation.version).catch(() => undefined);
      for (const comment of answer?.comments ?? []) found.set(comment.id, comment);
      if (answer)
        revise(
          asked.filter((id) => stale.delete(id)),
          found,
        );
    }
    news.add(fresh.filter(({ id }) => !muted.has(found.get(id)?.author?.id ?? "")));
  }
}
