// What others have changed of the comments on show is drawn in its place; later where that would move what
// somebody looks at, or take it out of their hands.

import type { Comment } from "../../shared/thread";
import { attribute } from "../../shared/view/h";
import type { CommentView } from "../comment";
import type { Discussion } from "../discussion";
import { drawRespect } from "../respect";

/** Milliseconds after which it is tried again. */
const later = 2_000;

/** Gives what takes note of comments as they are now; those that are gone are not among the found. */
export function revising({ conversation, end }: Discussion) {
  const { own, words } = conversation;
  const undrawn = new Map<string, Comment | undefined>();
  let timer: ReturnType<typeof setTimeout>;

  return (ids: string[], found: Map<string, Comment>) => {
    for (const id of ids) undrawn.set(id, found.get(id));
    drawAll();
  };

  function drawAll() {
    clearTimeout(timer);
    for (const [id, comment] of undrawn) {
      const view = conversation.views.get(id);
      if (!view || (comment ? draw(view, comment) : drawGone(view))) undrawn.delete(id);
    }
    if (undrawn.size > 0) timer = setTimeout(drawAll, later);
  }

  /** Whether it could be drawn now. */
  function draw(view: CommentView, comment: Comment): boolean {
    const { article, comment: before } = view;
    const now = { ...before, ...comment, replies: before.replies };
    const mine = own.get(comment.id);
    if (mine) own.set(comment.id, { ...mine, ...now });
    if (said(before) !== said(now))
      return steadily(
        view,
        () => view.show(now),
        () => view.show(before),
      );
    view.comment = now;
    const respect = article.querySelector<HTMLElement>("[data-act=respect]");
    if (respect) drawRespect(view, respect);
    return true;
  }

  /** What is gone leaves the page once nobody sees it go; until then its place is kept. */
  function drawGone(view: CommentView): boolean {
    const { article, comment, replies } = view;
    if (own.has(comment.id)) return true; // its author goes on seeing it
    if (replies.isEmpty && !isSeen(article)) return steadily(view, () => view.remove());
    const isDrawn = steadily(view, () => {
      view.show({ ...comment, author: null });
      const why = words("problem_not_found");
      attribute(article, "aria-label", why);
      (article.querySelector(".gone > span") as Element).textContent = why;
    });
    return isDrawn && !replies.isEmpty;
  }

  /** Draws, unless somebody is at work in it, and moves nothing in view: then takes it back. */
  function steadily({ article }: CommentView, act: () => void, undo = () => {}): boolean {
    if (article.querySelector("form, .menu, .ask, :focus")) return false;
    const { height, top } = article.getBoundingClientRect();
    const isKept = isSeen(article);
    const place = () => end.getBoundingClientRect().top;
    article.style.minBlockSize = isKept ? `${height}px` : "";
    const before = place();
    act();
    const moved = place() - before;
    if (isKept && moved > 0.5) {
      undo();
      return false;
    }
    if (top < 0) scrollBy({ top: moved, behavior: "instant" });
    return true;
  }
}

/** All that is drawn but the respects. */
function said({ author, body, editedAt, status }: Comment): string {
  return JSON.stringify([author, body, editedAt, status]);
}

function isSeen(article: HTMLElement): boolean {
  const { bottom, top } = article.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
