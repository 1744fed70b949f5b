// The frame of the desk: it holds the bars, opens the view that the address names, and passes keys on.

import { h } from "../../shared/view/h";
import { refreshAgo } from "../ago";
import { type Counts, Moderation, type Undone } from "../api/moderation";
import type { Account, Site } from "../api/staff";
import { button } from "../button";
import { SignInAgain } from "../entry/sign-in-again";
import { type Command, Keys } from "../keys";
import { LogView } from "../log/log";
import { QueueView } from "../queue/queue-view";
import { isQueue, parseRoute, type Route, routeHash, type ViewName } from "../route";
import { StoriesView } from "../stories/stories";
import type { Deed, Desk, View } from "../view";
import { t } from "../words";
import { KeysSheet } from "./keys-sheet";
import { press } from "./press";
import { QueueNav } from "./queue-nav";
import { Status } from "./status";
import { TopBar } from "./top-bar";
import { UndoBar } from "./undo-bar";

/** How often the server is asked what is new, in milliseconds. */
const interval = 30_000;

/** What is on the screen. */
interface Place {
  route: Route;
  site: Site;
  view: View;
}

export class Frame {
  readonly element: HTMLElement;
  private readonly top: TopBar;
  private readonly queues = new QueueNav();
  private readonly status = new Status();
  private readonly undo = new UndoBar({
    say: (sentence) => this.status.say(sentence),
    undone: (deed, answer) => this.undone(deed, answer),
  });
  private readonly sheet = new KeysSheet();
  private readonly keys = new Keys();
  private readonly signIn: SignInAgain;
  private readonly main = h("main", { class: "mid", tabindex: -1 });
  private readonly ended = new AbortController();
  private place: Place | undefined;

  constructor(
    private readonly account: Account,
    leave: () => void,
  ) {
    this.signIn = new SignInAgain(account, () => location.reload());
    this.top = new TopBar({
      account,
      choose: (site) => this.go({ view: "reported", ...this.place?.route, site }),
      showKeys: () => this.sheet.show(),
      leave,
    });
    const skip = button("skip", t("skip"), () => this.main.focus());
    const desk = h("div", { class: "desk" }, this.queues.element, this.main);
    this.element = h("div", { class: "frame" }, skip, this.top.element, desk, this.sheet.element);
  }

  start(): void {
    const { signal } = this.ended;
    addEventListener("hashchange", () => this.follow(), { signal });
    addEventListener("keydown", (event) => this.pressed(event), { signal });
    document.addEventListener("visibilitychange", () => void this.look(), { signal });
    const timer = setInterval(() => void this.look(), interval);
    signal.addEventListener("abort", () => clearInterval(timer));
    this.follow();
  }

  /** Takes its hands off the page. */
  end(): void {
    this.place?.view.close();
    this.ended.abort();
  }

  /** Says something in the row where what was done is said. */
  tell(sentence: string): void {
    this.undo.tell(sentence);
  }

  private go(route: Route): void {
    location.hash = routeHash(route);
  }

  /** Opens what the address names; what it does not name is filled in. */
  private follow(): void {
    const asked = parseRoute(location.hash);
    const { sites } = this.account;
    const site = sites.find(({ key }) => key === asked.site) ?? sites[0];
    if (!site) return;
    const route = { ...asked, site: site.key };
    history.replaceState(null, "", routeHash(route));
    this.place?.view.close();
    const view = this.viewOf(route.view, this.desk(site));
    this.place = { route, site, view };
    this.show(this.place);
    void view.open();
  }

  private show({ route, view }: Place): void {
    this.top.show(route);
    this.queues.show(route);
    this.queues.element.hidden = !isQueue(route.view);
    this.main.replaceChildren(
      view.element,
      h("div", { class: "foot" }, this.undo.element, this.status.element),
    );
    this.title();
  }

  private viewOf(name: ViewName, desk: Desk): View {
    if (name === "stories") return new StoriesView(desk);
    if (name === "log") return new LogView(desk);
    return new QueueView(desk, name);
  }

  private desk(site: Site): Desk {
    return {
      moderation: new Moderation(site.key, () => this.signIn.ask()),
      say: (sentence) => this.status.say(sentence),
      tell: (sentence) => this.undo.tell(sentence),
      did: (deed) => this.undo.did(deed),
      counted: (counts) => this.counted(counts),
    };
  }

  private counted(counts: Counts): void {
    this.queues.count(counts);
    this.title(counts);
  }

  private title(counts?: Counts): void {
    if (!this.place) return;
    const { route, site } = this.place;
    const name = isQueue(route.view) ? t(`queue.${route.view}`) : t(`nav.${route.view}`);
    const waiting = counts && (route.view === "reported" || route.view === "held") ? counts[route.view] : 0;
    document.title = `${waiting > 0 ? `(${waiting}) ` : ""}${name} · ${site.name} · ${t("product")}`;
  }

  private undone(deed: Deed, answer: Undone): void {
    if (!deed.undone(answer)) void this.place?.view.refresh();
  }

  private async look(): Promise<void> {
    if (document.visibilityState !== "visible") return;
    refreshAgo(this.main);
    await this.place?.view.look();
  }

  private pressed(event: KeyboardEvent): void {
    if (document.querySelector("dialog[open]")) return;
    const command = this.keys.command(press(event, this.place?.view.choosing ?? false), event.timeStamp);
    if (!command || (command.do !== "escape" && !this.sheet.areOn)) return;
    if (command.do !== "escape") event.preventDefault();
    this.obey(command);
  }

  private obey(command: Command): void {
    if (command.do === "go") this.go({ site: "", ...this.place?.route, view: command.to });
    else if (command.do === "undo") void this.undo.undo();
    else if (command.do === "help") this.sheet.show();
    else this.place?.view.obey(command);
  }
}
