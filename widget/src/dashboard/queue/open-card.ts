// The card in hand: the words first, then why it is here, then what can be done.

import { render } from "../../shared/markup";
import { type Child, h } from "../../shared/view/h";
import { withNodes } from "../../shared/view/with-nodes";
import { ago } from "../ago";
import type { Item, Reason } from "../api/moderation";
import { button, keyCap } from "../button";
import { outward, permalink } from "../permalink";
import { t } from "../words";
import { authorName, headLine, parentText, troubleLine } from "./card-parts";
import { ReasonMenu } from "./reasons";
import { canApprove, canReject } from "./ruling";
import { decisionInForce, reportList, section, whyChips } from "./why";

export interface OpenCardOptions {
  site: string;
  trouble: string | undefined;
  note: string;
  noted(note: string): void;
  approve(): void;
  reject(reason: Reason): void;
  toggleStory(): void;
}

export class OpenCard {
  readonly element: HTMLElement;
  readonly menu: ReasonMenu;

  constructor(
    readonly item: Item,
    private readonly options: OpenCardOptions,
  ) {
    const { note, noted, reject, site, trouble } = options;
    this.menu = new ReasonMenu({ disabled: !canReject(item), note, noted, choose: reject });
    this.element = h(
      "article",
      {
        class: "card open",
        tabindex: -1,
        "aria-current": "true",
        "aria-label": t("card.label", { name: authorName(item) }),
      },
      h(
        "div",
        { class: "words" },
        headLine(item, site),
        this.parent(),
        this.author(),
        this.text(),
        this.facts(),
        this.why(),
        troubleLine(trouble),
      ),
      this.decisions(),
      h("div", { class: "side" }, this.story(), reportList(item), decisionInForce(item)),
    );
  }

  private parent(): Child {
    const { parent } = this.item;
    if (!parent) return false;
    const name = h("b", null, h("bdi", null, parent.author?.name ?? t("author.gone")));
    return h("blockquote", { class: "up", dir: "auto" }, h("p", null, name, " ", parentText(this.item)));
  }

  private author(): Child {
    const { parent } = this.item;
    const whom = parent?.author && h("bdi", null, parent.author.name);
    return h(
      "div",
      { class: "who" },
      h("h2", null, h("bdi", null, authorName(this.item))),
      whom && h("span", null, withNodes(t("card.answering"), { name: whom })),
    );
  }

  private text(): Child {
    const { body } = this.item.comment;
    const content = body.length > 0 ? render(body) : h("p", { class: "gone" }, t("text.gone"));
    return h("div", { class: "text", dir: "auto" }, content);
  }

  private facts(): Child {
    const { respects, replyCount, editedAt } = this.item.comment;
    const facts = [
      respects > 0 && h("span", null, t("respects", { n: respects })),
      replyCount > 0 && h("span", null, t("replies", { n: replyCount })),
      editedAt && h("span", null, withNodes(t("edited"), { time: ago(editedAt) })),
    ];
    return facts.some(Boolean) && h("p", { class: "facts" }, facts);
  }

  private why(): Child {
    const chips = whyChips(this.item);
    return chips && h("div", { class: "why" }, h("span", { class: "label" }, t("why")), chips);
  }

  private decisions(): Child {
    const approve = button("btn yes", t("approve"), once(this.options.approve), "a");
    approve.disabled = !canApprove(this.item);
    const row = h("div", { class: "row" }, approve, this.menu.opener);
    return h("div", { class: "acts" }, row, this.menu.element);
  }

  private story(): Child {
    const { article, comment } = this.item;
    const isOpen = article.status === "open";
    const status = h("b", null, t(isOpen ? "story.open" : "story.closed"));
    const label = t(isOpen ? "story.close" : "story.reopen");
    return section(
      t("side.story"),
      h("p", null, status, " · ", t("comments", { n: article.commentCount })),
      h(
        "p",
        { class: "row" },
        outward(permalink(this.options.site, comment.id), [t("view"), keyCap("v")], "btn line"),
        button("btn line", label, this.options.toggleStory, "l"),
      ),
    );
  }
}

/** The next card's button is where this one's was: a double click must not decide both. */
function once(act: () => void): (event: Event) => void {
  return (event) => {
    if ((event as MouseEvent).detail < 2) act();
  };
}
