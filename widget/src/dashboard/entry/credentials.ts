// The form for an e-mail address and a password, used to sign in, to sign in again and to make the owner.

import { Problem } from "../../shared/api/request";
import { h } from "../../shared/view/h";
import type { Account } from "../api/staff";
import { explain, t } from "../words";
import { Field } from "./field";

export interface CredentialsOptions {
  /** Already known. */
  email?: string | undefined;
  submit: string;
  passwordLabel: string;
  autocomplete: "current-password" | "new-password";
  /** What is wrong with the password as written, or nothing. */
  check(password: string): string;
  send(email: string, password: string): Promise<Account>;
  done(account: Account): void;
}

export function credentials(options: CredentialsOptions): HTMLFormElement {
  const email = new Field(t("email"), { type: "email", autocomplete: "username", dir: "ltr" });
  email.input.value = options.email ?? "";
  const password = new Field(options.passwordLabel, { type: "password", autocomplete: options.autocomplete });
  const trouble = h("p", { class: "trouble", role: "alert" });
  const button = h("button", { class: "btn fill", type: "submit" }, options.submit);
  const form = h(
    "form",
    { class: "credentials", novalidate: true, onsubmit: (event: Event) => void submit(event) },
    email.element,
    password.element,
    showing(password.input),
    trouble,
    button,
  );
  return form;

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!isComplete() || button.disabled) return;
    button.disabled = true;
    trouble.textContent = "";
    try {
      options.done(await options.send(email.value.trim(), password.value));
    } catch (error) {
      refuse(error);
    } finally {
      button.disabled = false;
    }
  }

  /** Complains about the first field that needs it, where the focus then is. */
  function isComplete(): boolean {
    const badEmail = /^\S+@\S+$/.test(email.value.trim()) ? "" : t("email.invalid");
    const badPassword = options.check(password.value);
    password.complain(badPassword);
    email.complain(badEmail);
    return !badEmail && !badPassword;
  }

  function refuse(error: unknown): void {
    const field = error instanceof Problem ? error.field : undefined;
    if (field === "email") email.complain(explain(error));
    else if (field === "password") password.complain(explain(error));
    else {
      trouble.textContent =
        error instanceof Problem && error.kind === "signin" ? t("signin.wrong") : explain(error);
    }
  }
}

/** Long passwords are mistyped less when they can be read. */
function showing(input: HTMLInputElement): HTMLElement {
  const box = h("input", {
    type: "checkbox",
    onchange: () => {
      input.type = box.checked ? "text" : "password";
    },
  });
  return h("label", { class: "check" }, box, t("password.show"));
}
