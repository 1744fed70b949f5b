// Starts the dashboard: finds out who is here and shows what they may see.

import { currentAccount, isSetupNeeded, signOut } from "./api/session";
import type { Account } from "./api/staff";
import { button } from "./button";
import { explainingScreen, setupScreen, signInScreen } from "./entry/screens";
import { Frame } from "./frame/frame";
import { failed } from "./list-states";
import { setupToken } from "./route";
import { explain, t } from "./words";

const root = document.body;
let frame: Frame | undefined;

addEventListener("hashchange", () => {
  if (setupToken(location.hash) !== undefined) void start();
});
void start();

async function start(): Promise<void> {
  const token = takeToken();
  try {
    const account = await currentAccount();
    if (account) enter(account);
    else show(await entrance(token));
  } catch (error) {
    show(
      explainingScreen(
        t("product"),
        "",
        failed(explain(error), () => location.reload()),
      ),
    );
  }
}

/** The one-time token must not stay in the address bar, in the history or in a screenshot. */
function takeToken(): string | undefined {
  const token = setupToken(location.hash);
  if (token !== undefined) history.replaceState(null, "", location.pathname);
  return token;
}

async function entrance(token: string | undefined): Promise<HTMLElement> {
  if (!(await isSetupNeeded())) return signInScreen(enter, token === undefined ? "" : t("setup.used"));
  if (token === undefined) return explainingScreen(t("setup.needed"), t("setup.needed.lead"));
  return setupScreen(token, enter);
}

function enter(account: Account): void {
  if (account.sites.length > 0) openDesk(account);
  else show(siteless());
}

function openDesk(account: Account): void {
  const entered = new Frame(account, () => void leave());
  show(entered.element);
  frame = entered;
  entered.start();
}

function siteless(): HTMLElement {
  const out = button("btn line", t("account.leave"), () => void leave());
  return explainingScreen(t("sites.none"), t("sites.none.lead"), out);
}

async function leave(): Promise<void> {
  try {
    await signOut();
    location.replace(location.pathname);
  } catch (error) {
    frame?.tell(explain(error));
  }
}

/** Nothing of an earlier screen stays behind. */
function show(screen: HTMLElement): void {
  frame?.end();
  frame = undefined;
  root.replaceChildren(screen);
  screen.querySelector<HTMLElement>("input, h1")?.focus();
}
