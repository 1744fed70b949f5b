// Closing a story for new comments and opening it again, from a card or from the list of stories.

import { h } from "../shared/view/h";
import { withNodes } from "../shared/view/with-nodes";
import type { Story } from "./api/moderation";
import type { Desk } from "./view";
import { explain, t } from "./words";

/** A story's title, in its own direction. */
export function storyTitle({ title, url }: Story): HTMLElement {
  return h("bdi", { dir: "auto" }, title || url || t("story.untitled"));
}

/**
 * Closes an open story and opens a closed one. `show` is called with the story as it then is, also when it
 * is undone, and says whether it could show it.
 */
export async function toggleStory(desk: Desk, story: Story, show: (story: Story) => boolean): Promise<void> {
  const action = story.status === "open" ? "close" : "open";
  try {
    const { article, decision } = await desk.moderation.decideStory(story.id, action);
    show(article);
    desk.did({
      moderation: desk.moderation,
      sentence: withNodes(t(`did.${action}`), { subject: h("b", null, storyTitle(story)) }),
      decision: Promise.resolve(decision.id),
      undone: (answer) => answer.article !== null && show(answer.article),
    });
  } catch (error) {
    desk.tell(t("failed.story", { why: explain(error) }));
  }
}
