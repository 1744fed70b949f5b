// Changing one's own comment, in its place.

import { editComment } from "../../shared/api/writing";
import { h } from "../../shared/view/h";
import type { CommentView } from "../comment";
import type { Conversation } from "../conversation";
import { draftAddress } from "../drafts";
import { Composer } from "./composer";
import { Draft } from "./draft";
import { form } from "./new-comment";
import { words } from "./texts";

export function editInPlace(view: CommentView): void {
  const { conversation, comment } = view;
  const { connection, page, own, announcer } = conversation;
  const t = words(conversation);
  const { source = "", editableUntil = "" } = own.get(comment.id) ?? {};
  const address = draftAddress(connection.site, page.threadId ?? page.url, `edit-${comment.id}`);
  const parts = form(`write-${comment.id}`, [t("editYours")]);
  const composer = new Composer(conversation, parts, {
    draft: new Draft(address, source),
    asksName: false,
    submit: t("save"),
    busy: t("saving"),
    async send({ body, confirm }) {
      const edited = await editComment(connection, comment.id, body, confirm);
      conversation.place(edited)?.reveal();
      announcer.say(t(edited.status === "published" ? "saved" : "savedHeld"));
      return true;
    },
    close() {
      view.show(view.comment);
      view.article.focus();
    },
  });
  parts.form.append(
    h("p", { class: "rules" }, t("editUntil", { time: clockTime(conversation, editableUntil) })),
  );
  view.article.querySelector(".actions")?.remove();
  view.article.querySelector(".body")?.replaceWith(parts.form);
  composer.focus();
}

/** The hour, and the day where it is not today. */
function clockTime({ lang }: Conversation, at: string): string {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date().toDateString();
  const day = isToday ? {} : ({ dateStyle: "medium" } as const);
  return new Intl.DateTimeFormat(lang, { ...day, timeStyle: "short" }).format(time);
}
