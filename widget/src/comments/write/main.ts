// write.js: what only those need who write, answer, change, withdraw or report. Fetched by comments.js, and
// borrowing from it through kit.ts.

import type { CommentView } from "../comment";
import type { ComposerParts } from "../composer-place";
import type { Conversation } from "../conversation";
import writingStyle from "../style/writing.css";
import { editInPlace } from "./edit";
import { openMenu } from "./menu";
import { composeReply, composeRoot } from "./new-comment";
import { toggleRespect } from "./respect";
import { askToWithdraw } from "./withdraw";

export interface Writing {
  compose(parts: ComposerParts): void;
  reply(view: CommentView, opener: HTMLElement): void;
  edit(view: CommentView, opener: HTMLElement): void;
  withdraw(view: CommentView, opener: HTMLElement): void;
  menu(view: CommentView, opener: HTMLElement): void;
  respect(view: CommentView, opener: HTMLElement): void;
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(writingStyle);

/** Makes one widget able to write. */
export function start(conversation: Conversation): Writing {
  const root = conversation.host.shadowRoot as ShadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return {
    compose: (parts) => composeRoot(conversation, parts),
    reply: composeReply,
    edit: editInPlace,
    withdraw: askToWithdraw,
    menu: openMenu,
    respect: toggleRespect,
  };
}
