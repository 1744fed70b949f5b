// Pressing Respect: it shows at once and is taken back when the server refuses it.

import { setRespect } from "../../shared/api/writing";
import type { CommentView } from "../comment";
import { failure } from "../notice";
import { why } from "../reasons";
import { drawRespect } from "../respect";
import { words } from "./texts";

const busy = new WeakSet<HTMLElement>();

export async function toggleRespect(view: CommentView, button: HTMLElement): Promise<void> {
  if (busy.has(button)) return;
  busy.add(button);
  const { comment, conversation } = view;
  const t = words(conversation);
  const before = { respected: conversation.respected.has(comment.id), respects: comment.respects };
  const change = before.respected ? -1 : 1;
  view.article.querySelector(":scope > .is-failed")?.remove();
  set({ respected: !before.respected, respects: Math.max(0, before.respects + change) });
  try {
    set(await setRespect(conversation.connection, comment.id, !before.respected));
  } catch (problem) {
    set(before);
    view.article.append(failure(t("respectFailed", { why: why(problem, t) })));
  } finally {
    busy.delete(button);
  }

  function set({ respected, respects }: { respected: boolean; respects: number }) {
    if (respected) conversation.respected.add(comment.id);
    else conversation.respected.delete(comment.id);
    comment.respects = respects;
    drawRespect(view, button);
  }
}
