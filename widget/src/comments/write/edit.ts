// Changing one's own comment, in its place.

import { editComment } from "../../shared/api/writing";
import { h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import { draftAddress } from "../drafts";
import { Composer } from "./composer";
import { Draft } from "./draft";
import { form } from "./new-comment";
import { words } from "./texts";

export function editInPlace(view: CommentView, _opener: HTMLElement): void {
  const { conversation, comment } = view;
  const { connection, page, own, announcer } = conversation;
  const t = words(conversation);
  const source = own.get(comment.id)?.source ?? "";
  const address = draftAddress(connection.site, page.threadId ?? page.url, `edit-${comment.id}`);
  const parts = form(`write-${comment.id}`, [t("editYours")]);
  const composer = new Composer(conversation, parts, {
    draft: new Draft(address, source),
    asksName: false,
    submit: t("save"),
    busy: t("saving"),
    send: ({ body }) => editComment(connection, comment.id, body),
    done: (edited) => {
      conversation.place(edited)?.reveal();
      announcer.say(t(edited.status === "published" ? "saved" : "savedHeld"));
    },
    close: () => {
      view.show(view.comment);
      view.article.focus();
    },
  });
  const until = Date.parse(own.get(comment.id)?.editableUntil ?? "");
  const time = new Intl.DateTimeFormat(conversation.lang, { timeStyle: "short" }).format(until);
  parts.form.append(h("p", { class: "rules" }, t("editUntil", { time })));
  view.article.querySelector(".actions")?.remove();
  view.article.querySelector(".body")?.replaceWith(parts.form);
  composer.focus();
}
