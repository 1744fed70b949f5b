// Links to one comment: `#c-<id>` on the story's address.

import { fetchComment, type Linked } from "../shared/api/reading";
import type { Comment } from "../shared/thread";
import type { Conversation } from "./conversation";
import type { Discussion } from "./discussion";

/** The comment that the page's address names. */
export function linkedId(): string | undefined {
  return /^#c-([\da-f-]{36})$/i.exec(location.hash)?.[1];
}

/** Goes to the linked comment; where it is not among those shown, its branch is shown alone. */
export async function followLink(conversation: Conversation, discussion: Discussion): Promise<void> {
  const id = linkedId();
  if (!id) return;
  if (!conversation.views.has(id)) {
    try {
      discussion.showBranch(branch(await fetchComment(conversation.connection, id)));
    } catch {
      discussion.say(conversation.t("linkGone"));
      return;
    }
  }
  conversation.views.get(id)?.link();
}

/** The comment with those above it, as a tree without side branches. */
function branch({ comment, ancestors }: Linked): Comment {
  return ancestors.reduceRight((reply, ancestor) => {
    const { more: _, ...above } = ancestor;
    return { ...above, replies: [reply] };
  }, comment);
}
