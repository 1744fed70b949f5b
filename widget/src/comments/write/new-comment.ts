// Writing something new: to the story, or in answer to a comment.

import { type NewComment, postComment } from "../../shared/api/writing";
import type { OwnComment } from "../../shared/thread";
import { h } from "../../shared/view/h";
import { withNodes } from "../../shared/view/with-nodes";
import type { CommentView } from "../comment";
import type { ComposerParts } from "../composer-place";
import type { Conversation } from "../conversation";
import { draftAddress } from "../drafts";
import { Cancelled, Composer, type Letter, type Purpose } from "./composer";
import { Draft } from "./draft";
import { words } from "./texts";

export function composeRoot(conversation: Conversation, parts: ComposerParts): void {
  const t = words(conversation);
  new Composer(conversation, parts, purpose(conversation, t("postComment"), undefined));
}

/** Opens below the comment; pressing Reply again goes to what is open. */
export function composeReply(view: CommentView, opener: HTMLElement): void {
  const open = view.article.querySelector<HTMLTextAreaElement>(".is-reply textarea");
  if (open) {
    open.focus();
    return;
  }
  const { conversation } = view;
  const t = words(conversation);
  const parts = form(
    `write-${view.comment.id}`,
    withNodes(t("replyTo"), { name: h("bdi", null, view.name) }),
  );
  const close = () => {
    parts.form.remove();
    opener.focus();
  };
  view.article.append(parts.form);
  const composer = new Composer(conversation, parts, {
    ...purpose(conversation, t("postReply"), view.comment.id, () => parts.form.remove()),
    close,
  });
  composer.focus();
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

function purpose(
  conversation: Conversation,
  submit: string,
  parent: string | undefined,
  remove: () => void = () => {},
): Purpose {
  const { connection, page } = conversation;
  const t = words(conversation);
  const draft = new Draft(draftAddress(connection.site, page.threadId ?? page.url, parent ?? "root"));
  return {
    draft,
    asksName: true,
    submit,
    busy: t("posting"),
    send: async (letter) => {
      const comment = newComment(conversation, letter, parent);
      if (!conversation.emit("submit", { body: comment.body, parent: comment.parent }, true))
        throw new Cancelled();
      const attempt = draft.attempt(comment);
      return postComment(connection, attempt.comment, attempt.key);
    },
    done: (comment) => {
      remove();
      welcome(conversation, comment);
    },
  };
}

function newComment({ options, page }: Conversation, letter: Letter, parent: string | undefined): NewComment {
  const title = options.setting("title") ?? document.title;
  return {
    url: page.url,
    ...(page.threadId ? { thread_id: page.threadId } : {}),
    ...(title ? { title } : {}),
    ...(parent && !letter.toStory ? { parent } : {}),
    body: letter.body,
    name: letter.name,
    ...(letter.confirm ? { confirm: true } : {}),
  };
}

/** Shows the new comment in its place and goes there. */
function welcome(conversation: Conversation, comment: OwnComment): void {
  const t = words(conversation);
  conversation.place(comment)?.reveal();
  conversation.announcer.say(t(comment.status === "published" ? "posted" : "postedHeld"));
  conversation.emit("posted", { id: comment.id, parent: comment.parent, status: comment.status });
}
