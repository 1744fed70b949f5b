// What only those need who write, answer, change, withdraw, respect or report.

import type { CommentView } from "../comment";
import type { ComposerParts } from "../composer-place";
import type { Conversation } from "../conversation";
import { draftAddress } from "../drafts";
import writingStyle from "../style/writing.css";
import type { Composer } from "./composer";
import { waitingPlaces } from "./draft";
import { editInPlace } from "./edit";
import { openMenu } from "./menu";
import { composeReply, composeRoot } from "./new-comment";
import { toggleRespect } from "./respect";
import { askToWithdraw } from "./withdraw";

const sheet = new CSSStyleSheet();
sheet.replaceSync(writingStyle);

export class Writing {
  readonly reply = composeReply;
  readonly edit = editInPlace;
  readonly withdraw = askToWithdraw;
  readonly menu = openMenu;
  readonly respect = toggleRespect;
  #root: Composer | undefined;

  constructor(readonly conversation: Conversation) {
    const { root } = conversation;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }

  /** Makes the resting box for the story an editor. */
  compose(parts: ComposerParts): void {
    this.#root = composeRoot(this.conversation, parts);
  }

  /** Opens the composer of the story, or the reply to a comment, with a text quoted. */
  async quote(view: CommentView | undefined, text: string): Promise<void> {
    (await this.#open(view))?.quote(text);
  }

  /** Puts a text back that was posted and taken back. */
  async restore(view: CommentView | undefined, text: string): Promise<void> {
    (await this.#open(view))?.restore(text);
  }

  /** Opens the replies that wait for a connection, so that they go out. */
  resume(): void {
    const { connection, page, views } = this.conversation;
    for (const id of waitingPlaces(draftAddress(connection.site, page.threadId ?? page.url, ""))) {
      const view = views.get(id);
      if (view) this.#open(view);
    }
  }

  async #open(view: CommentView | undefined): Promise<Composer | undefined> {
    const opener = view?.article.querySelector<HTMLElement>("[data-act=reply]");
    if (view && opener) return composeReply(view, opener);
    if (!this.#root) await this.conversation.openEditor();
    return this.#root;
  }
}
