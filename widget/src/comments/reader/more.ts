// Fetching what was left out. A button brings more and takes the reader to the first of it; a failure stands
// in the button itself, and pressing it again tries again.

import { fetchReplies } from "../../shared/api/branch";
import { fetchThread } from "../../shared/api/reading";
import { attribute } from "../../shared/view/h";
import type { CommentView } from "../comment";
import type { Conversation } from "../conversation";
import type { Discussion } from "../discussion";

export function loadReplies(view: CommentView, button: HTMLElement): Promise<void> {
  const { conversation, comment, replies } = view;
  return press(conversation, button, "moreReplies", async () => {
    const { count = 0, cursor } = replies.more ?? {};
    const { comments, next } = await fetchReplies(conversation.connection, comment.id, cursor);
    const added = replies.add(comments);
    const left = Math.max(count - comments.length, 1);
    replies.countMore(next ? { count: left, cursor: next } : undefined);
    return added;
  });
}

export function loadNext(discussion: Discussion, button: HTMLElement): Promise<void> {
  const { conversation, next, sort } = discussion;
  return press(conversation, button, "count", async () => {
    const { connection, page } = conversation;
    const thread = await fetchThread(connection, page, sort, next);
    if (discussion.next !== next) return []; // another order was chosen meanwhile
    const added = await discussion.add(thread.comments);
    if (discussion.next === next) discussion.setNext(thread.next);
    return added;
  });
}

/** `said` is the text that tells how many have come. */
async function press(
  { words, announcer }: Conversation,
  button: HTMLElement,
  said: "moreReplies" | "count",
  load: () => Promise<CommentView[]>,
): Promise<void> {
  if (button.ariaDisabled) return;
  attribute(button, "aria-disabled", "true");
  const label = [...button.childNodes];
  button.replaceChildren(words("loadingMore"));
  try {
    const added = await load();
    button.replaceChildren(...label);
    if (!added[0]) return;
    added[0].article.focus();
    announcer.say(words(said, { n: added.length }));
  } catch {
    button.replaceChildren(words("moreFailed"));
    announcer.say(words("moreFailed"));
  } finally {
    attribute(button, "aria-disabled", null);
  }
}
