// Who wrote here before is told how many have answered since, and is taken from one answer to the next. It
// needs no account: this browser keeps which comments are its own, and how many replies each had.

import { fetchComments, fetchReplies } from "../../shared/api/branch";
import { store, stored } from "../../shared/storage";
import { button } from "../../shared/view/button";
import { h } from "../../shared/view/h";
import type { Conversation } from "../conversation";
import type { Discussion } from "../discussion";
import { ownAddress } from "../own";
import type { Reader } from "./main";

/** Replies seen, by the id of one's own comment. */
type Seen = Map<string, number>;

export interface News {
  /** Ids of the replies that are new, those to the oldest comment first. */
  replies: string[];
  seen: Seen;
}

/** Own comments of a page that are kept: as many as one request asks about. */
const mostKept = 50;
/** Own comments whose replies are looked at on one visit. */
const mostAnswered = 5;

/** Takes note of one's own comments; those of other visits stay noted. */
export function noteOwn(conversation: Conversation): void {
  const seen = read(conversation);
  for (const { id, status } of conversation.own.values()) {
    if (status === "published" || status === "held") seen.set(id, seen.get(id) ?? 0);
    else seen.delete(id);
  }
  write(conversation, seen);
}

/** Which replies to own comments have come since the last visit. */
export async function askReplies(conversation: Conversation): Promise<News> {
  const { connection } = conversation;
  const seen = read(conversation);
  if (seen.size === 0) return { replies: [], seen };
  const { comments } = await fetchComments(connection, [...seen.keys()]);
  const answered = comments.filter(({ id, replyCount }) => replyCount > (seen.get(id) ?? 0));
  const fresh = await Promise.all(
    answered.slice(0, mostAnswered).map(async ({ id }) => {
      const branch = await fetchReplies(connection, id);
      return branch.comments.slice(seen.get(id));
    }),
  );
  const replies = fresh.flat().flatMap(({ id, author }) => (author && !seen.has(id) ? [id] : []));
  for (const { id, replyCount } of comments) seen.set(id, replyCount);
  return { replies, seen };
}

/** A line above the discussion. It must be there before the comments are, or it would move them. */
export function tellOfReplies(discussion: Discussion, reader: Reader, news: News): void {
  const { words, announcer, own } = discussion.conversation;
  write(discussion.conversation, news.seen);
  // An answer of one's own is not noted yet where one left before it was known to have arrived.
  const replies = news.replies.filter((id) => !own.has(id));
  if (replies.length === 0) return;
  const sentence = words("returned", { n: replies.length });
  let shown = 0;
  const next = () => {
    const id = replies[shown % replies.length] as string;
    shown++;
    step.textContent = words("returnedNext");
    void reader.goTo(id);
  };
  const step = button("row", next, words("returnedShow"));
  discussion.note.before(h("p", { class: "bar returned" }, sentence, step));
  announcer.say(sentence);
}

function read(conversation: Conversation): Seen {
  try {
    return new Map(JSON.parse(stored(ownAddress(conversation)) ?? "[]") as [string, number][]);
  } catch {
    return new Map(); // written by something else
  }
}

function write(conversation: Conversation, seen: Seen): void {
  const kept = [...seen].slice(-mostKept);
  store(ownAddress(conversation), kept.length > 0 ? JSON.stringify(kept) : null);
}
