// A queue on the screen: its header, its cards, and what the keys and buttons on them do.

import { h } from "../../shared/view/h";
import type { Item, QueueName, Reason } from "../api/moderation";
import { button } from "../button";
import type { Command } from "../keys";
import { empty, failed, loading } from "../list-states";
import { permalink } from "../permalink";
import { toggleStory } from "../story";
import type { Desk, View } from "../view";
import { explain, t } from "../words";
import { CardList } from "./card-list";
import { QueueHeader } from "./header";
import { Queue } from "./queue";
import { approval, canApprove, canReject, type Ruling, rejection } from "./ruling";
import { indexOf } from "./state";

export class QueueView implements View {
  readonly element: HTMLElement;
  private readonly queue: Queue;
  private readonly header: QueueHeader;
  private readonly cards: CardList;
  private readonly more = button("btn line more", t("more"), () => void this.showMore());
  private readonly rest = h("div", null, loading());
  /** Notes begun, by comment: a menu that closes loses none. */
  private readonly notes = new Map<string, string>();

  constructor(
    private readonly desk: Desk,
    name: QueueName,
  ) {
    this.queue = new Queue(desk, name, { draw: () => this.draw(), follow: () => this.follow() });
    this.header = new QueueHeader({
      queue: name,
      move: (step) => this.move(step),
      showFresh: () => void this.showFresh(),
    });
    this.cards = new CardList({
      site: desk.moderation.site,
      select: (id) => this.select(id),
      actions: (item) => this.actions(item),
    });
    this.more.hidden = true;
    const pane = h("div", { class: "pane" }, this.cards.element, this.more, this.rest);
    this.element = h("div", { class: "view" }, this.header.element, pane);
  }

  get choosing(): boolean {
    return this.cards.open?.menu.isOpen ?? false;
  }

  async open(): Promise<void> {
    this.header.title.focus();
    await this.refresh();
    this.cards.focus();
  }

  close(): void {
    this.queue.close();
  }

  refresh(): Promise<void> {
    return this.attempt(this.queue.load());
  }

  async look(): Promise<void> {
    const before = this.queue.state.fresh;
    try {
      await this.queue.look();
    } catch {
      return this.header.complain(t("poll.failed"));
    }
    const { fresh } = this.queue.state;
    if (fresh > before) this.desk.say(t("fresh.show", { n: fresh }));
  }

  obey(command: Command): void {
    if (command.do === "move") this.move(command.step);
    else if (command.do === "fresh") void this.showFresh();
    else this.obeyOnCard(command);
  }

  private obeyOnCard(command: Command): void {
    const card = this.cards.open;
    if (!card) return;
    if (command.do === "approve") this.approve(card.item);
    else if (command.do === "reject" && canReject(card.item)) card.menu.open();
    else if (command.do === "reason") this.reject(card.item, command.reason);
    else if (command.do === "escape" && this.choosing) card.menu.retreat();
    else if (command.do === "view") this.openPage(card.item);
    else if (command.do === "story") this.toggleStory(card.item);
  }

  private actions(item: Item) {
    const { id } = item.comment;
    return {
      note: this.notes.get(id) ?? "",
      noted: (note: string) => void this.notes.set(id, note),
      approve: () => this.approve(item),
      reject: (reason: Reason) => this.reject(item, reason),
      toggleStory: () => this.toggleStory(item),
    };
  }

  private select(id: string): void {
    this.queue.select(id);
    this.goOn();
  }

  private move(step: 1 | -1): void {
    this.queue.move(step);
    this.goOn();
  }

  private approve(item: Item): void {
    if (canApprove(item)) this.decide(item, approval(this.desk.moderation, item));
  }

  private reject(item: Item, reason: Reason): void {
    const note = (this.notes.get(item.comment.id) ?? "").trim();
    this.decide(item, rejection(this.desk.moderation, item, reason, note));
  }

  private decide(item: Item, ruling: Ruling): void {
    void this.queue.decide(item, ruling).then((taken) => {
      if (taken) this.notes.delete(item.comment.id);
    });
    this.goOn();
  }

  private openPage({ comment }: Item): void {
    window.open(permalink(this.desk.moderation.site, comment.id), "_blank", "noopener");
  }

  private toggleStory({ article }: Item): void {
    void toggleStory(this.desk, article, (story) => this.queue.storyChanged(story));
  }

  private async showFresh(): Promise<void> {
    await this.refresh();
    this.cards.focus();
    this.desk.say(t("fresh.shown"));
  }

  private async showMore(): Promise<void> {
    const first = this.queue.state.items.length;
    await this.attempt(this.queue.append());
    this.cards.focusOn(this.queue.state.items[first]?.comment.id);
  }

  private goOn(): void {
    this.follow();
    if (this.queue.isNearItsEnd) void this.attempt(this.queue.append());
  }

  private follow(): void {
    if (this.cards.open) this.cards.focus();
    else this.header.title.focus();
  }

  private draw(): void {
    const { state, waiting } = this.queue;
    const { items, current, fresh, next } = state;
    this.cards.draw(state);
    this.header.tell(waiting);
    this.header.tellFresh(fresh);
    const end = next === undefined ? items.length : waiting;
    this.header.tellPosition(indexOf(state, current), items.length, end);
    this.more.hidden = next === undefined;
    this.rest.replaceChildren(...(items.length > 0 || next !== undefined ? [] : [this.nothing()]));
  }

  private nothing(): HTMLElement {
    return empty(t(this.queue.keeps ? "empty.recent" : "empty.title"), t("empty.lead"));
  }

  private async attempt(loading: Promise<void>): Promise<void> {
    try {
      await loading;
    } catch (error) {
      this.complain(t("failed.load", { why: explain(error) }));
    }
  }

  private complain(sentence: string): void {
    if (!this.element.isConnected) return;
    if (this.queue.state.items.length > 0) this.header.complain(sentence);
    else this.rest.replaceChildren(failed(sentence, () => void this.open()));
    this.desk.say(sentence);
  }
}
