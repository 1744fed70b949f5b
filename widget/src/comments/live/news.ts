// New comments of others wait behind a button where they belong: those to the story above the list, or at the
// window's edge; replies at the end of their branch. The buttons lie over the page and take no room in it.

import { fetchComments } from "../../shared/api/branch";
import type { Change } from "../../shared/api/live";
import { button } from "../../shared/view/button";
import { h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import type { Discussion } from "../discussion";
import { down } from "../icons";
import { recount } from "../reader/fold";
import { press } from "../reader/more";
import { sortBy } from "../reader/order";
import { insert } from "../reader/place";

/** What one request may ask about. */
export const most = 50;
/** Text sizes within which a comment's controls and a button stand side by side. */
const room = 28;
/** Milliseconds between two times that news are told. */
const rest = 10_000;

export function gatherNews(discussion: Discussion) {
  const { conversation, element, list, note } = discussion;
  const { announcer, connection, own, words } = conversation;
  /** What is not on show yet, by id, and what it answers. */
  const waiting = new Map<string, string | null>();
  /** What waits behind each button, by the element that it stands in. */
  let places = new Map<Element, string[]>();
  const top = h("div", { class: "news" });
  /** More has happened than can be told. */
  let isAll = false;
  let isTold = true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  note.before(top);
  new MutationObserver(draw).observe(list, { childList: true, subtree: true, attributeFilter: ["hidden"] });

  return {
    add(added: Change["added"]) {
      for (const { id, parent } of added) {
        const answered = conversation.views.get(parent ?? "");
        if (conversation.views.has(id) || own.has(id)) continue;
        if (answered) answered.comment.replyCount++;
        waiting.set(id, parent);
        isTold = false;
      }
      draw();
    },
    drop,
    /** Offers to load the list anew. */
    offerAll() {
      isAll = true;
      isTold = false;
      draw();
    },
    /** The list on show holds all that is known. */
    clear() {
      isAll = false;
      drop([...waiting.keys()]);
    },
  };

  function drop(ids: string[]) {
    for (const id of ids) waiting.delete(id);
    draw();
  }

  /** Puts the buttons where they belong, and changes nothing where they are right. */
  function draw() {
    // What is being sent may be among the news, and is known by its answer alone.
    if (list.querySelector(".is-pending:not(:has(.choices))")) return;
    places = sorted();
    for (const pill of element.querySelectorAll(".pill"))
      if (!places.has(pill.parentElement as Element)) pill.remove();
    for (const place of places.keys()) {
      const pill = place.querySelector<HTMLElement>(":scope > .pill") ?? newPill(place);
      const label = labelOf(place);
      if (!pill.ariaDisabled && pill.textContent !== label) pill.replaceChildren(down(), label);
    }
    if (!isTold && !timer && places.size > 0) timer = setTimeout(tell);
  }

  function sorted() {
    const result = new Map<Element, string[]>();
    const { views } = conversation;
    if (isAll) return result.set(top, []);
    for (const [id, parent] of waiting) {
      const answered = views.get(parent ?? "");
      const isKnown = views.has(id) || own.has(id);
      const place = isKnown ? undefined : parent ? answered && endOf(answered) : top;
      if (place) result.set(place, [...(result.get(place) ?? []), id]);
      // One branch may stand in the place of all, which come back.
      else if (isKnown || answered || !note.querySelector("[data-act=all]")) waiting.delete(id);
    }
    return result;
  }

  function labelOf(place: Element, n = places.get(place)?.length ?? 0) {
    return isAll ? words("showNew") : words(place === top ? "newComments" : "newReplies", { n });
  }

  function newPill(place: Element) {
    const said = place === top ? "newComments" : "newReplies";
    const show = async () => {
      await press(conversation, pill, said, () => load(places.get(place) ?? []));
      draw(); // more may wait than could be asked for at once
    };
    const pill = button("button is-small pill", show, null, { part: "pill" });
    place.append(pill);
    return pill;
  }

  async function load(ids: string[]): Promise<CommentView[]> {
    if (isAll) {
      await sortBy(discussion, discussion.sort);
      list.querySelector("article")?.focus();
      return [];
    }
    const asked = ids.slice(0, most);
    const { comments } = await fetchComments(connection, asked, conversation.version);
    // They come in the order in which they were written: what is answered before its answer, the newest root on top.
    const added = comments.flatMap((comment) => {
      const more = { count: comment.replyCount, cursor: "" };
      return conversation.views.has(comment.id) ? [] : (insert(discussion, { ...comment, more }) ?? []);
    });
    drop(asked);
    for (const { article } of added) article.classList.add("is-new");
    return added[0]?.parent ? added : added.reverse();
  }

  function tell() {
    timer = setTimeout(() => {
      timer = undefined;
      draw();
    }, rest);
    isTold = true;
    if (places.size === 0) return;
    const [place = top] = places.has(top) ? [top] : places.keys();
    announcer.say(labelOf(place, [...places.values()].flat().length));
  }
}

/**
 * The last comment on show below one, or where its button would cover what one can do with that, the conversation.
 * None where the branch does not end on show, and a row counts it.
 */
function endOf(answered: CommentView): Element | undefined {
  const { comment, conversation, element, replies } = answered;
  let folded: CommentView | undefined;
  for (let above: CommentView | undefined = answered; above; above = above.parent)
    if (above.replies.isFolded) folded = above;
  for (const count of element.querySelectorAll(":scope > .continue small, :scope > ol > .row-item small"))
    count.textContent = conversation.number(comment.replyCount);
  const { count: n = 0, cursor = "" } = replies.more ?? {};
  if (!n && !folded) {
    const end = [...element.querySelectorAll(".item")].at(-1) ?? element;
    const isNarrow = end.clientWidth < room * Number.parseFloat(getComputedStyle(end).fontSize);
    return (isNarrow && end.closest(".list > .item")) || end;
  }
  replies.setMore({ count: n + 1, cursor });
  const label = replies.row?.querySelector("[data-act=more]:not([aria-disabled])")?.firstChild;
  if (label) label.textContent = conversation.t("moreReplies", { n: n + 1 });
  if (folded) recount(folded);
  return undefined;
}
