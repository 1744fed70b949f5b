// A comment that is on its way, shown where it will stand. The server's answer takes its place.

import type { Markup } from "../../shared/markup";
import type { OwnComment } from "../../shared/thread";
import type { CommentView } from "../comment";
import type { Conversation } from "../conversation";
import type { Letter } from "./composer";

let sendings = 0;

/** Gives what takes it away again. A reply's composer is out of sight meanwhile. */
export function foreshadow(
  conversation: Conversation,
  letter: Letter,
  parent: CommentView | undefined,
  composer: HTMLFormElement,
): () => boolean {
  const view = conversation.place(onItsWay(letter, parent));
  if (!view) return () => true;
  if (parent) composer.hidden = true;
  view.reveal();
  return () => {
    const hadFocus = view.article.matches(":focus-within");
    composer.hidden = false;
    view.remove();
    return hadFocus;
  };
}

function onItsWay({ body, name }: Letter, parent: CommentView | undefined): OwnComment {
  sendings++;
  const id = `sending-${sendings}`;
  return {
    id,
    parent: parent?.comment.id ?? null,
    level: (parent?.comment.level ?? 0) + 1,
    status: "published",
    isSending: true,
    author: { id, name },
    body: asTyped(body),
    source: body,
    createdAt: new Date().toISOString(),
    respects: 0,
    replyCount: 0,
    replies: [],
  };
}

/** Paragraphs and lines; what else the text means, the server will say. */
function asTyped(text: string): Markup {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => [
      "p",
      ...paragraph.split("\n").flatMap((line, n) => (n ? [["br"], line] : [line])),
    ]) as Markup;
}
