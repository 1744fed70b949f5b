// Writing something new: to the story, or in answer to a comment.

import type { NewComment } from "../../shared/api/writing";
import { h } from "../../shared/view/h";
import { withNodes } from "../../shared/view/with-nodes";
import type { CommentView } from "../comment";
import type { ComposerParts } from "../composer-place";
import type { Conversation } from "../conversation";
import { draftAddress } from "../drafts";
import { Composer, type Purpose, type Written } from "./composer";
import { Draft } from "./draft";
import type { Outbox } from "./outbox";
import { words } from "./texts";

/** The composers below comments, closed ones too: what was written there is there when they open again. */
const replies = new WeakMap<CommentView, Composer>();

export function composeRoot(outbox: Outbox, parts: ComposerParts): Composer {
  const { conversation } = outbox;
  return new Composer(conversation, parts, purpose(outbox, words(conversation)("postComment")));
}

/** Opens below the comment, or gives what is open there. */
export function composeReply(outbox: Outbox, view: CommentView): Composer {
  const composer = replies.get(view) ?? makeReply(outbox, view);
  replies.set(view, composer);
  if (!composer.form.isConnected) view.article.append(composer.form);
  return composer;
}

function makeReply(outbox: Outbox, view: CommentView): Composer {
  const { conversation } = outbox;
  const t = words(conversation);
  const title = withNodes(t("replyToTitle"), { name: h("bdi", null, view.name) });
  const parts = form(`write-${view.comment.id}`, title);
  const close = () => {
    parts.form.remove();
    view.article.querySelector<HTMLElement>("[data-act=reply]")?.focus();
  };
  return new Composer(conversation, parts, { ...purpose(outbox, t("postReply"), view, parts.form), close });
}

/** An empty composer with its label. */
export function form(id: string, label: (Node | string)[]): ComposerParts {
  const textarea = h("textarea", { id, rows: 2, dir: "auto", part: "textarea" });
  const element = h(
    "form",
    { class: "composer is-reply", part: "composer" },
    h("label", { class: "label", for: id }, label),
    h("div", { class: "field" }, textarea),
  );
  return { form: element, textarea };
}

/** A reply's form goes when it was posted. */
function purpose(outbox: Outbox, submit: string, parent?: CommentView, form?: HTMLElement): Purpose {
  const { conversation } = outbox;
  const { connection, page } = conversation;
  const place = parent?.comment.id ?? "root";
  const draft = new Draft(draftAddress(connection.site, page.threadId ?? page.url, place));
  return {
    draft,
    asksName: true,
    submit,
    busy: submit,
    async send(written) {
      const comment = newComment(conversation, written, parent?.comment.id);
      if (!conversation.emit("submit", { body: comment.body, parent: comment.parent }, true)) return false;
      const attempt = draft.attempt(comment);
      draft.clear(); // first, since a full storage may hold but one of the two
      form?.remove();
      outbox.post(attempt);
      return true;
    },
  };
}

function newComment(
  { options, page }: Conversation,
  { body, name, confirm, toStory }: Written,
  parent: string | undefined,
): NewComment {
  return {
    url: page.url,
    thread_id: page.threadId,
    title: options.setting("title") ?? (document.title || undefined),
    parent: toStory ? undefined : parent,
    body,
    name,
    confirm,
  };
}
