// The newsroom for the journeys of a file: its owner, sites of their own, and readers who report.

import { guest } from "./server.mjs";
import { reader, story, world } from "./stage.mjs";

export const owner = { email: "ruth@harbour.example", password: "correct horse battery" };
/** Makes the first owner as the first-start link does, unless there is one. */
async function ensureOwner() {
  const answer = await fetch(`${world.server.url}/api/v1/setup`);
  const { needed } = await answer.json();
  if (needed) await send("setup", { token: world.server.setupLink.split("#setup=")[1], ...owner });
}

/** Adds a moderator to the staff, of one site or of all; gives what they sign in with. */
export function newModerator(name, site) {
  const credentials = { email: `${name}@harbour.example`, password: `the password of ${name}` };
  const where = site ? ["--site", site] : [];
  const line = ["user", "add", "--email", credentials.email, "--role", "moderator", ...where];
  world.server.command([...line, "--password-stdin"], `${credentials.password}\n`);
  return credentials;
}

/** A site that nobody else uses; gives its key. */
let sites = 0;
export function newSite({ guests = "publish", name } = {}) {
  const key = `paper-${++sites}`;
  const named = name ? ["--name", name] : [];
  world.server.command(["site", "add", key, "--origin", "http://localhost:*", "--guests", guests, ...named]);
  return key;
}

/** A signed-in browser on a view of the dashboard, such as `demo/held`. Its `errors` hold refusals of the policy too. */
export async function moderator(view, { as = owner, ...options } = {}) {
  await ensureOwner();
  const page = await visitor(options);
  const response = await page.request.post(`${world.server.url}/api/v1/session`, { data: as });
  if (!response.ok()) throw new Error(`sign in: ${response.status()} ${await response.text()}`);
  await page.goto(dashboard(`#/${view}`));
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

/** A browser that nobody has signed in with. */
export async function visitor(options) {
  const page = await reader(options);
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`policy: ${violatedDirective} ${blockedURI}`);
    });
  });
  return page;
}

export function dashboard(hash = "") {
  return `${world.server.url}/dashboard/${hash}`;
}

/** A comment under a story of its own, reported if there are reports. */
export async function commented(site, { reports = [], address = story(), ...comment }) {
  const posted = await world.server.post(address, { site, ...comment });
  for (const report of reports) await send(`comments/${posted.id}/reports?site=${site}`, report, address);
  return { address, id: posted.id };
}

/** The texts that everybody may read under a story. */
export async function publicTexts(site, address) {
  const { comments } = await world.server.thread(address, site);
  return comments.flatMap(({ body }) => body.map(([, ...text]) => text.join("")));
}

async function send(path, body, address) {
  const headers = { "Content-Type": "application/json", Authorization: `Guest ${guest()}` };
  if (address) headers.Origin = new URL(address).origin;
  const response = await fetch(`${world.server.url}/api/v1/${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** The card in hand. */
export function openCard(page) {
  return page.locator("article[aria-current=true]");
}

/** The row that says what was done last. */
export function undoBar(page) {
  return page.locator(".undo");
}
