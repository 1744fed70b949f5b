// What only those need who write, answer, change, withdraw, respect or report.

import type { CommentView } from "../comment";
import type { ComposerParts } from "../composer-place";
import type { Conversation } from "../conversation";
import type { Composer } from "./composer";
import { editInPlace } from "./edit";
import { openMenu } from "./menu";
import { composeReply, composeRoot } from "./new-comment";
import { Outbox } from "./outbox";
import { toggleRespect } from "./respect";
import { undo } from "./welcome";
import { askToWithdraw } from "./withdraw";

export class Writing {
  readonly edit = editInPlace;
  readonly withdraw = askToWithdraw;
  readonly undo = undo;
  readonly menu = openMenu;
  readonly respect = toggleRespect;
  readonly #outbox: Outbox;
  #root: Composer | undefined;

  constructor(readonly conversation: Conversation) {
    this.#outbox = new Outbox(conversation, (view) => this.#open(view));
  }

  /** Makes the resting box for the story an editor. */
  compose(parts: ComposerParts): void {
    this.#root = composeRoot(this.#outbox, parts);
  }

  /** Opens the composer of the replies to a comment. */
  reply(view: CommentView): void {
    composeReply(this.#outbox, view).focus();
  }

  /** Opens the composer of the story, or the reply to a comment, with a text quoted. */
  async quote(view: CommentView | undefined, text: string): Promise<void> {
    (await this.#open(view))?.quote(text);
  }

  /** Puts a text back that was posted and taken back. */
  async restore(view: CommentView | undefined, text: string): Promise<void> {
    (await this.#open(view))?.restore(text);
  }

  /** Shows what is on its way to the server, and sends what waits for that. */
  resume(): void {
    this.#outbox.resume();
  }

  async #open(view: CommentView | undefined): Promise<Composer | undefined> {
    if (view?.article.querySelector("[data-act=reply]")) return composeReply(this.#outbox, view);
    if (!this.#root) await this.conversation.openEditor();
    return this.#root;
  }
}
