// What all parts of one widget share: whose comments, in which words, who is reading. It draws nothing.

import type { Connection, Page } from "../shared/api/connection";
import { reading } from "../shared/i18n/en/reading";
import { type Translate, translator } from "../shared/i18n/translate";
import type { MountOptions } from "../shared/mount";
import type { Article, OwnComment, Settings } from "../shared/thread";
import { Announcer } from "./announcer";
import type { CommentView } from "./comment";
import type { Writing } from "./write/main";

export class Conversation {
  readonly connection: Connection;
  readonly page: Page;
  /** Of our words. The catalogue decides: there is English. */
  readonly lang = "en";
  readonly t: Translate<typeof reading> = translator(reading, this.lang);
  readonly number = new Intl.NumberFormat(this.lang);
  readonly announcer = new Announcer();
  /** Aborted when the widget is taken down; listeners and timers hang on it. */
  readonly ended = new AbortController();

  /** As the thread's first page said; nothing is drawn before that. */
  article!: Article;
  settings!: Settings;
  /** What is on the page, by the comment's id. */
  readonly views = new Map<string, CommentView>();
  /** This reader's own comments, as the server tells their author. */
  readonly own = new Map<string, OwnComment>();
  /** Ids of the comments that this reader respects. */
  readonly respected = new Set<string>();
  /** Puts a comment of one's own where it belongs. The discussion on show provides it. */
  place: (comment: OwnComment) => CommentView | undefined = () => undefined;
  #writing: Promise<Writing> | undefined;
  #writingFailures = 0;

  constructor(
    readonly host: HTMLElement,
    readonly options: MountOptions,
  ) {
    this.connection = { base: options.base, site: options.site };
    this.page = options.page;
  }

  /** The level of the heading over all; those of the comments are one lower. */
  get headingLevel(): number {
    const level = Number(this.options.setting("heading-level"));
    return level >= 1 && level <= 5 ? level : 2;
  }

  get canWrite(): boolean {
    return this.settings.guests !== "off";
  }

  get canPost(): boolean {
    return this.canWrite && this.article.status === "open";
  }

  /** The half of the code that only those need who write. */
  writing(): Promise<Writing> {
    this.#writing ??= this.#loadWriting();
    return this.#writing;
  }

  async #loadWriting(): Promise<Writing> {
    try {
      const module = await this.options.load("write", this.#writingFailures);
      return (module as { start(conversation: Conversation): Writing }).start(this);
    } catch (error) {
      this.#writing = undefined; // so that the next wish tries again
      this.#writingFailures++;
      throw error;
    }
  }

  /** Dispatches `understory:<name>` on the element; `false` when a listener cancelled it. */
  emit(name: string, detail: unknown, cancelable = false): boolean {
    const event = new CustomEvent(`understory:${name}`, {
      detail,
      bubbles: true,
      composed: true,
      cancelable,
    });
    return this.host.dispatchEvent(event);
  }
}
