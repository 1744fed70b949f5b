// One queue: what it holds, what the server says to it, what becomes of decisions. It draws nothing.

import { Problem } from "../../shared/api/request";
import type { Counts, Item, QueueName, Story, Undone } from "../api/moderation";
import type { Desk } from "../view";
import { explain, t } from "../words";
import { authorName } from "./card-parts";
import { lookAgain } from "./conflict";
import type { Ruling } from "./ruling";
import * as to from "./state";

/** So many cards before the end the next page is fetched: whoever works fast never waits. */
const ahead = 8;

export interface QueueScreen {
  /** Something has changed. */
  draw(): void;
  /** Another card is in hand because of something done here: the focus goes along. */
  follow(): void;
}

export class Queue {
  state = to.nothing;
  counts: Counts = { reported: 0, held: 0 };
  private isOpen = true;
  /** How many were sent or refused: an answer asked for before may no longer be true. */
  private decisions = 0;
  private appending = false;

  constructor(
    private readonly desk: Desk,
    readonly name: QueueName,
    private readonly screen: QueueScreen,
  ) {}

  /** Nobody looks any more; what is on its way to the server goes on. */
  close(): void {
    this.isOpen = false;
  }

  /** Whether cards stay on the list whatever is decided. */
  get keeps(): boolean {
    return this.name === "recent";
  }

  /** How many wait; `undefined` where nothing waits as such. */
  get waiting(): number | undefined {
    return this.name === "recent" ? undefined : this.counts[this.name];
  }

  /** Loads from the beginning. Throws what the server refuses. */
  async load(): Promise<void> {
    const { decisions } = this;
    const page = await this.desk.moderation.queue(this.name);
    if (decisions !== this.decisions) return this.load();
    this.change(to.loaded(this.state, page), page.counts);
  }

  /** Counts what is new and changes nothing else. Throws what the server refuses. */
  async look(): Promise<void> {
    if (!this.state.loaded) return;
    const { decisions } = this;
    const page = await this.desk.moderation.queueQuietly(this.name);
    if (decisions !== this.decisions) return;
    this.change(to.polled(this.state, page), page.counts);
  }

  /** Loads the next page, if there is one. Throws what the server refuses. */
  async append(): Promise<void> {
    const { next, current } = this.state;
    if (next === undefined || this.appending) return;
    this.appending = true;
    try {
      const page = await this.desk.moderation.queue(this.name, next);
      if (this.state.next !== next) return;
      this.change(to.appended(this.state, page), page.counts);
      if (current === undefined) this.screen.follow();
    } finally {
      this.appending = false;
    }
  }

  get isNearItsEnd(): boolean {
    return this.state.items.length - to.indexOf(this.state, this.state.current) <= ahead;
  }

  select(id: string): void {
    this.change(to.selected(this.state, id));
  }

  move(step: 1 | -1): void {
    this.change(to.moved(this.state, step));
  }

  storyChanged(story: Story): boolean {
    this.change(to.storyChanged(this.state, story));
    return this.isOpen;
  }

  /** The list goes on at once; resolves with whether the server took the decision. */
  async decide(item: Item, ruling: Ruling): Promise<boolean> {
    const { id } = item.comment;
    const index = to.indexOf(this.state, id);
    if (index < 0 || this.state.deciding.has(id)) return false;
    this.decisions++;
    const answer = ruling.send();
    this.desk.did({
      moderation: this.desk.moderation,
      sentence: ruling.sentence,
      decision: answer.then(({ decision }) => decision.id).catch(() => undefined),
      undone: (undone) => this.takeBack(item, index, undone),
    });
    this.change(this.keeps ? to.passed(this.state, id) : to.left(this.state, id));
    try {
      const { comment, decision, counts } = await answer;
      this.change(to.renewed(this.state, id, comment, decision), counts);
      return true;
    } catch (error) {
      await this.refused(item, index, error);
      return false;
    }
  }

  /**
   * The card comes back with the reason, as it stands now if that is why. It takes no focus from the card
   * that is being read meanwhile, or the next key would decide the wrong one.
   */
  private async refused(item: Item, index: number, error: unknown): Promise<void> {
    this.decisions++;
    const trouble = t("failed.decide", { why: explain(error) });
    const current = isConflict(error) ? await this.lookAgain(item) : item;
    const idle = this.state.current === undefined;
    if (current) this.change(to.returned(this.state, current, index, trouble));
    else this.change(to.settled(this.state, item.comment.id));
    if (idle) this.screen.follow();
    this.desk.tell(t("failed.decide.on", { name: authorName(item), why: explain(error) }));
  }

  private lookAgain(item: Item): Promise<Item | undefined> {
    return lookAgain(this.desk.moderation, this.name, item.comment.id).catch(() => item);
  }

  /** An undone decision's card is in hand again. */
  private takeBack(item: Item, index: number, { comment, counts }: Undone): boolean {
    if (!this.isOpen || !comment) return false;
    this.decisions++;
    const before = to.withComment(item, comment, item.decision);
    this.change(to.selected(to.returned(this.state, before, index), comment.id), counts);
    this.screen.follow();
    return true;
  }

  private change(state: to.QueueState, counts = this.counts): void {
    if (!this.isOpen) return;
    this.state = state;
    this.counts = counts;
    this.screen.draw();
    this.desk.counted(counts);
  }
}

/** Somebody else changed the comment since it was read. */
function isConflict(error: unknown): boolean {
  return error instanceof Problem && error.kind === "conflict";
}
