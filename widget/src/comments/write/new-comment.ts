// Writing something new: to the story, or in answer to a comment.

import { type NewComment, postComment } from "../../shared/api/writing";
import { h } from "../../shared/view/h";
import { withNodes } from "../../shared/view/with-nodes";
import type { CommentView } from "../comment";
import type { ComposerParts } from "../composer-place";
import type { Conversation } from "../conversation";
import { draftAddress } from "../drafts";
import { Cancelled, Composer, type Letter, type Purpose } from "./composer";
import { Draft } from "./draft";
import { foreshadow } from "./foreshadow";
import { words } from "./texts";
import { welcome } from "./welcome";

/** The composers that are open below comments. */
const open = new WeakMap<CommentView, Composer>();

export function composeRoot(conversation: Conversation, parts: ComposerParts): Composer {
  const t = words(conversation);
  return new Composer(conversation, parts, purpose(conversation, t("postComment"), undefined, parts.form));
}

/** Opens below the comment; pressing Reply again goes to what is open. */
export function composeReply(view: CommentView, opener: HTMLElement): Composer {
  const before = open.get(view);
  if (before && view.article.querySelector(".is-reply")) {
    before.focus();
    return before;
  }
  const { conversation } = view;
  const t = words(conversation);
  const parts = form(
    `write-${view.comment.id}`,
    withNodes(t("replyToTitle"), { name: h("bdi", null, view.name) }),
  );
  const close = () => {
    parts.form.remove();
    opener.focus();
  };
  view.article.append(parts.form);
  const composer = new Composer(conversation, parts, {
    ...purpose(conversation, t("postReply"), view, parts.form),
    close,
  });
  open.set(view, composer);
  composer.focus();
  return composer;
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
  parent: CommentView | undefined,
  composer: HTMLFormElement,
): Purpose {
  const { connection, page } = conversation;
  const t = words(conversation);
  const place = parent?.comment.id ?? "root";
  const draft = new Draft(draftAddress(connection.site, page.threadId ?? page.url, place));
  return {
    draft,
    asksName: true,
    submit,
    busy: t("posting"),
    send: async (letter) => {
      const comment = newComment(conversation, letter, parent?.comment.id);
      if (!conversation.emit("submit", { body: comment.body, parent: comment.parent }, true))
        throw new Cancelled();
      const attempt = draft.attempt(comment);
      return postComment(connection, attempt.comment, attempt.key);
    },
    foreshadow: (letter) => foreshadow(conversation, letter, letter.toStory ? undefined : parent, composer),
    done: (comment, isWaitedFor) => {
      if (parent) composer.remove();
      welcome(conversation, comment, isWaitedFor);
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
