// What all parts of one widget share: whose comments, in which words, who is reading. It draws nothing.

import { reading } from "../../texts/en.json";
import type { Connection, Page } from "../shared/api/connection";
import { locale } from "../shared/i18n/locale";
import { numberWriter } from "../shared/i18n/number";
import { type Translate, translator } from "../shared/i18n/translate";
import type { MountOptions, Texts } from "../shared/mount";
import type { Article, Comment, OwnComment, Settings } from "../shared/thread";
import type { Acting } from "./acting";
import { Announcer } from "./announcer";
import type { CommentView } from "./comment";
import type { Words } from "./reader/words";

export class Conversation {
  readonly connection: Connection;
  readonly page: Page;
  /** Of our words, with the page's region where it names one. */
  readonly lang: string;
  readonly t: Translate<typeof reading>;
  /** All texts; there once the other half of the code has loaded. */
  words!: Words;
  /** Writes a number as the language does. */
  readonly number: (value: number) => string;
  readonly announcer = new Announcer();
  /** Aborted when the widget is taken down; listeners and timers hang on it. */
  readonly ended = new AbortController();
  /** The tree in which everything stands. */
  readonly root: ShadowRoot;

  /** As the thread's first page said; nothing is drawn before that. */
  article!: Article;
  settings!: Settings;
  /** What is on the page, by the comment's id. */
  views = new Map<string, CommentView>();
  /** This reader's own comments, as the server tells their author. */
  readonly own = new Map<string, OwnComment>();
  /** Ids of the comments that this reader respects. */
  readonly respected = new Set<string>();
  /** Ids of the authors whom this reader does not want to read. */
  readonly muted = new Set<string>();
  /** Puts a comment of one's own where it belongs. The discussion on show provides it. */
  place: (comment: OwnComment) => CommentView | undefined = () => undefined;
  /** The number of comments has changed by so many. */
  countBy: (change: number) => void = () => {};
  /** What only its author, or only this reader, sees of a comment; the other half provides it. */
  addition: (view: CommentView) => HTMLElement | null = () => null;
  /** Takes over the page's colours as they are now. */
  appear: () => void = () => {};
  /** Makes the box for the story an editor. */
  openEditor: () => Promise<void> = async () => {};
  /** Loads the other half of the code for the discussion on show. */
  startActing: () => Promise<Acting> = () => Promise.reject();
  #acting: Promise<Acting> | undefined;
  #failures = 0;

  constructor(
    readonly host: HTMLElement,
    readonly options: MountOptions,
    readonly texts: Texts | undefined,
  ) {
    this.root = host.shadowRoot as ShadowRoot;
    this.connection = { base: options.base, site: options.site };
    this.page = options.page;
    this.lang = locale(options.lang, texts?.lang ?? "en");
    this.number = numberWriter(this.lang);
    this.t = this.translate({ ...reading, ...texts?.reading });
  }

  /** The catalogue in the conversation's language, with what the page says in its place. */
  translate<C extends Parameters<typeof translator>[0]>(catalogue: C): Translate<C> {
    return translator(catalogue, this.lang, (name) => this.options.setting(`t-${name}`));
  }

  get direction(): "ltr" | "rtl" {
    return /^(ar|fa|he|ur)\b/.test(this.lang) ? "rtl" : "ltr";
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

  /** What is shown of the comment that an element belongs to. */
  viewOf(element: Element): CommentView | undefined {
    const item = element.closest(".item");
    return this.views.get(item?.firstElementChild?.id.slice(2) ?? "");
  }

  /** The comment as it is best known. */
  known(comment: Comment): Comment {
    const own = this.own.get(comment.id);
    return own && own.status !== "published" ? { ...own, replies: comment.replies } : comment;
  }

  /** The half of the code for those who do more than read. */
  acting(): Promise<Acting> {
    this.#acting ??= this.startActing().catch((error) => {
      this.#acting = undefined; // so that the next wish tries again
      throw error;
    });
    return this.#acting;
  }

  /** Another script of this build; each attempt after a failure asks anew. */
  async load<T>(name: string): Promise<T> {
    try {
      return (await this.options.load(name, this.#failures)) as T;
    } catch (error) {
      this.#failures++;
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
