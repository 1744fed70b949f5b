// What a press does. The buttons carry the name of an act; who carries it out is found here, and fetched
// first where need be.

import type { CommentView } from "./comment";
import type { Conversation } from "./conversation";

export type Act = (view: CommentView | undefined, button: HTMLElement) => void;

/** These are a writer's; all others a reader's. */
const writers = /^(reply|edit|withdraw|undo|respect|menu)$/;

export function listenForActs(conversation: Conversation, section: HTMLElement): void {
  section.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-act]");
    if (button) void carryOut(conversation, button);
  });
}

async function carryOut(conversation: Conversation, button: HTMLElement): Promise<void> {
  const act = button.dataset["act"] as string;
  const view = conversation.viewOf(button);
  const acting = await conversation.acting().catch(() => undefined);
  if (!acting) return conversation.announcer.say(conversation.t("editorFailed"));
  const half = (writers.test(act) ? acting.writing : acting.reader) as unknown as Record<string, Act>;
  half[act]?.(view, button);
}
