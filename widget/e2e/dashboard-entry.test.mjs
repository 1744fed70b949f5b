import assert from "node:assert/strict";
import { test } from "node:test";
import {
  commented,
  dashboard,
  moderator,
  newSite,
  openCard,
  owner,
  undoBar,
  visitor,
} from "./dashboard-staff.mjs";
import { world } from "./world.mjs";

test("the first-start link makes the owner, who goes on signed in, and leaves no token behind", async () => {
  const page = await visitor();
  await page.goto(world.server.setupLink);
  await page.getByRole("heading", { name: "Make the owner’s account" }).waitFor();
  assert.equal(page.url(), dashboard());

  await page.getByLabel("E-mail").fill("ruth");
  await page.getByLabel("Password, at least 12 characters").fill("short");
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.getByText("Write an e-mail address, such as").waitFor();
  await page.getByText("The password is 5 characters long; it needs at least 12.").waitFor();
  assert.ok(await page.getByLabel("E-mail").evaluate((input) => input === document.activeElement));

  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password, at least 12 characters").fill(owner.password);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.getByRole("heading", { name: "Reported" }).waitFor();
  await page.goBack();
  assert.ok(!page.url().includes("setup"), "the history holds no token");
});

test("the link works once, and says so", async () => {
  const page = await visitor();
  await page.goto(world.server.setupLink);
  await page.getByText("There is an account already").waitFor();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
});

test("a wrong password is refused in words, and the right one goes on where the address points", async () => {
  const page = await visitor();
  await page.goto(dashboard("#/demo/held"));
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("do not belong together").waitFor();
  assert.equal(await page.getByLabel("E-mail").inputValue(), owner.email, "the address is kept");

  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Held" }).waitFor();
  assert.ok(page.url().endsWith("#/demo/held"));
});

test("signing out ends the session", async () => {
  const page = await moderator("demo/reported");
  await page.getByRole("button", { name: `Account of ${owner.email}` }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  const response = await page.request.get(`${world.server.url}/api/v1/session`);
  assert.equal(response.status(), 401);
});

test("a session that ends in the middle of work loses nothing", async () => {
  const site = newSite();
  const { id } = await commented(site, { body: "Buy my watches.", reports: [{ reason: "spam" }] });
  const page = await moderator(`${site}/reported`);
  await openCard(page).waitFor();
  await page.getByRole("button", { name: "Reject…" }).click();
  await page.getByLabel("Note for the team").fill("Third time this week");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Spam or advertising" }).click();

  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  assert.equal(await dialog.getByLabel("E-mail").inputValue(), owner.email);
  await dialog.getByLabel("Password", { exact: true }).fill(owner.password);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.waitFor({ state: "detached" });
  await undoBar(page).getByText("Rejected Ruth Adeyemi: Spam or advertising").waitFor();

  await page.goto(dashboard(`#/${site}/log`));
  await page.getByText("Third time this week").waitFor();
  const answer = await fetch(`${world.server.url}/api/v1/comments/${id}?site=${site}`);
  assert.equal(answer.status, 404, "the decision has been taken");
});

test("whoever would rather not sign in again keeps the card", async () => {
  const site = newSite();
  await commented(site, { body: "Buy my watches.", reports: [{ reason: "spam" }] });
  const page = await moderator(`${site}/reported`);
  await openCard(page).waitFor();
  await page.context().clearCookies();
  await page.keyboard.press("a");
  await page.getByRole("button", { name: "Not now" }).click();
  await openCard(page).getByText("Nothing was decided. You are signed out.").waitFor();
  assert.equal(await undoBar(page).getByRole("button").count(), 0, "there is nothing to undo");
});
