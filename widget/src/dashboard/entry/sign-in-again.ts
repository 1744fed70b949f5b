// A session that ended in the middle of work: the form comes over the desk, and what was asked goes on.

import { Problem } from "../../shared/api/request";
import { h } from "../../shared/view/h";
import type { Account } from "../api/staff";
import { button } from "../button";
import { t } from "../words";
import { signInForm } from "./screens";

export class SignInAgain {
  private pending: Promise<void> | undefined;

  /** `other` is called when somebody else has signed in: the desk on the screen is not theirs. */
  constructor(
    private readonly account: Account,
    private readonly other: () => void,
  ) {}

  /** Resolves once the same person is back; rejects with kind `signin` when they would rather not. */
  ask(): Promise<void> {
    this.pending ??= this.show().finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  private show(): Promise<void> {
    return new Promise((resolve, reject) => {
      const form = signInForm((account) => {
        if (account.id !== this.account.id) return this.other();
        resolve();
        dialog.close();
      }, this.account.email);
      const dialog = sheet(form, () => {
        dialog.remove();
        reject(new Problem(401, { kind: "signin" }));
      });
      document.body.append(dialog);
      dialog.showModal();
      form.querySelector<HTMLInputElement>("[type=password]")?.focus();
    });
  }
}

/** `closed` is called however it is left; after signing in there is nothing left to reject. */
function sheet(form: HTMLFormElement, closed: () => void): HTMLDialogElement {
  const later = button("btn line", t("signin.later"), () => dialog.close());
  const dialog = h(
    "dialog",
    { class: "sheet again", "aria-labelledby": "again-title", onclose: closed },
    h("h2", { id: "again-title" }, t("signin.again.title")),
    h("p", { class: "lead" }, t("signin.again.lead")),
    form,
    later,
  );
  return dialog;
}
