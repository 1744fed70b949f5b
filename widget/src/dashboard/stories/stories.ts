// The stories that have comments, each open or closed for new ones.

import { h } from "../../shared/view/h";
import { ago } from "../ago";
import type { ListedStory } from "../api/moderation";
import { button } from "../button";
import type { Command } from "../keys";
import { PagedList } from "../paged-list";
import { outward } from "../permalink";
import { storyTitle, toggleStory } from "../story";
import type { Desk, View } from "../view";
import { t } from "../words";

export class StoriesView implements View {
  readonly element: HTMLElement;
  readonly choosing = false;
  private readonly list: PagedList<ListedStory>;
  private isOpen = true;

  constructor(private readonly desk: Desk) {
    this.list = new PagedList({
      name: "stories",
      title: t("nav.stories"),
      meta: t("stories.order"),
      empty: t("stories.empty"),
      load: async (cursor) => {
        const { articles, next } = await desk.moderation.stories(cursor);
        return { rows: articles, next };
      },
      draw: (story) => this.row(story),
    });
    this.element = this.list.element;
  }

  open(): Promise<void> {
    return this.list.open();
  }

  close(): void {
    this.isOpen = false;
  }

  refresh(): Promise<void> {
    return this.list.refresh();
  }

  async look(): Promise<void> {}

  obey(command: Command): void {
    if (command.do === "move") this.list.move(command.step);
    const row = document.activeElement?.closest(".stories > li");
    if (command.do === "story") row?.querySelector("button")?.click();
    if (command.do === "view") row?.querySelector("a")?.click();
  }

  private row(story: ListedStory): HTMLElement {
    const isOpen = story.status === "open";
    const row = h(
      "li",
      { tabindex: -1 },
      h("h2", null, outward(story.url, storyTitle(story), "story")),
      h("span", { class: `status ${story.status}` }, t(isOpen ? "story.open" : "story.closed")),
      h("span", { class: "count" }, t("comments", { n: story.commentCount })),
      story.lastCommentAt && h("span", { class: "last" }, ago(story.lastCommentAt)),
      button("btn line", t(isOpen ? "story.close" : "story.reopen"), () => void this.toggle(story, row)),
    );
    return row;
  }

  /** The row is drawn anew where it stands; the focus stays on its button if it was there. */
  private async toggle(story: ListedStory, row: HTMLElement): Promise<void> {
    let shown = row;
    await toggleStory(this.desk, story, (changed) => {
      if (!this.isOpen || !shown.isConnected) return false;
      const hadFocus = shown.contains(document.activeElement);
      const next = this.row({ ...story, ...changed });
      shown.replaceWith(next);
      shown = next;
      if (hadFocus) next.querySelector("button")?.focus();
      return true;
    });
  }
}
