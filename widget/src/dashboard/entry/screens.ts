// The screens before the desk: signing in, making the owner, and the two that can only explain.

import { type Child, h } from "../../shared/view/h";
import { setUp, signIn } from "../api/session";
import type { Account } from "../api/staff";
import { leaf } from "../icons";
import { t } from "../words";
import { credentials } from "./credentials";

const shortest = 12;

type Enter = (account: Account) => void;

/** `lead` is said above the form, if there is something to say. */
export function signInScreen(enter: Enter, lead = ""): HTMLElement {
  return screen(t("signin.title"), lead, signInForm(enter));
}

export function setupScreen(token: string, enter: Enter): HTMLElement {
  const form = credentials({
    submit: t("setup.submit"),
    passwordLabel: t("password.new"),
    autocomplete: "new-password",
    check: tooShort,
    send: (email, password) => setUp(token, email, password),
    done: enter,
  });
  return screen(t("setup.title"), t("setup.lead"), form);
}

/** There is nothing to do here but read. */
export function explainingScreen(title: string, lead: string, ...children: Child[]): HTMLElement {
  return screen(title, lead, ...children);
}

/** `email` is written in already when it is known who comes. */
export function signInForm(enter: Enter, email?: string): HTMLFormElement {
  return credentials({
    email,
    submit: t("signin.submit"),
    passwordLabel: t("password"),
    autocomplete: "current-password",
    check: (password) => (password ? "" : t("password.missing")),
    send: signIn,
    done: enter,
  });
}

function tooShort(password: string): string {
  const length = [...password].length;
  return length < shortest ? t("password.short", { n: length }) : "";
}

function screen(title: string, lead: string, ...children: Child[]): HTMLElement {
  document.title = `${title} · ${t("product")}`;
  return h(
    "main",
    { class: "entry" },
    h("p", { class: "brand" }, leaf(), t("product")),
    h("h1", { tabindex: -1 }, title),
    lead && h("p", { class: "lead" }, lead),
    children,
  );
}
