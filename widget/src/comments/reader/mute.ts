// People whom this reader does not want to read. The list stays in this browser.

import { store, stored } from "../../shared/storage";
import type { CommentView } from "../comment";
import type { Conversation } from "../conversation";

const address = (site: string) => `understory:${site}:muted`;

export function mutedAuthors(site: string): string[] {
  return stored(address(site))?.split(" ") ?? [];
}

export function mute(view: CommentView): void {
  change(view, (muted, author) => muted.add(author));
}

export function unmute(view: CommentView): void {
  change(view, (muted, author) => muted.delete(author));
}

function change(
  { conversation, comment, article }: CommentView,
  act: (muted: Set<string>, id: string) => void,
) {
  const author = comment.author?.id;
  if (!author) return;
  const { connection, muted } = conversation;
  act(muted, author);
  store(address(connection.site), [...muted].join(" ") || null);
  redraw(conversation, author);
  article.focus();
}

function redraw({ views }: Conversation, author: string): void {
  for (const view of views.values()) if (view.comment.author?.id === author) view.show(view.comment);
}
