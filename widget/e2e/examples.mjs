// The owners' examples, set up as their owners would: copied to an empty folder, with the server's address
// changed, built by their own means and served by a plain file server.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, relative, sep } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { arrived, comment, post, reader, world } from "./world.mjs";

export const examples = fileURLToPath(new URL("../../examples/", import.meta.url));

/** What stands in the examples for the owner's server. */
const exampleServer = "http://localhost:8080";

const run = promisify(execFile);
const leftovers = [];

after(async () => {
  for (const remove of leftovers.reverse()) await remove();
});

/** A copy of an example that asks our server. `places` are the files that name the example's; its README tells them. */
export async function copy(name, places) {
  const folder = await mkdtemp(join(tmpdir(), `understory-${name}-`));
  leftovers.push(() => rm(folder, { recursive: true, force: true }));
  await cp(join(examples, name), folder, { recursive: true, filter: isSource });
  assert.deepEqual(await naming(folder, exampleServer), places, "the files that name the server");
  const readme = await readFile(join(folder, "README.md"), "utf8");
  for (const place of places)
    assert.ok(readme.includes(`\`${place}\``), `the README says to change ${place}`);
  for (const place of places) {
    const file = join(folder, place);
    await writeFile(file, (await readFile(file, "utf8")).replaceAll(exampleServer, world.server.url));
  }
  return folder;
}

/** Not what an earlier build has left in the example's own folder. */
function isSource(path) {
  const folders = relative(examples, path).split(sep);
  return !folders.some((name) => ["node_modules", "dist", "out", "public", ".next", ".astro"].includes(name));
}

/** The files beneath a folder, READMEs apart, that hold a text. */
async function naming(folder, text) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== "README.md");
  const names = [];
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    if ((await readFile(path, "utf8")).includes(text))
      names.push(relative(folder, path).replaceAll(sep, "/"));
  }
  return names.sort();
}

/** Installs what the lock file names. */
export async function npmInstall(folder) {
  await program("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
}

/** Installs, builds, and gives the folder of what was built. */
export async function npmBuild(folder, output) {
  await npmInstall(folder);
  await program("npm", ["run", "build"], folder);
  return join(folder, output);
}

/** Runs a program to its end and gives what it wrote; when it fails, the error says what it wrote. */
export async function program(name, args, cwd) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ASTRO_TELEMETRY_DISABLED: "1" };
  try {
    const { stdout } = await run(name, args, { cwd, env, maxBuffer: 16 << 20 });
    return stdout;
  } catch (error) {
    throw new Error(`${name} ${args.join(" ")}: ${error.message}\n${error.stdout}\n${error.stderr}`);
  }
}

/** The titles of the stories in the examples that have two. */
export const stories = ["The footbridge is open again", "Street lamps to be dimmed after midnight"];
const [first, second] = stories;

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/** Serves a folder as static hosts do: /a is a.html or a/index.html, else the page `fallback`. Gives the origin. */
export async function serve(folder, { port = 0, fallback } = {}) {
  const server = createServer(async ({ url }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
    for (const name of [path, `${path}.html`, join(path, "index.html"), fallback]) {
      const body = name && (await readFile(join(folder, name)).catch(() => undefined));
      if (!body) continue;
      response.writeHead(200, { "Content-Type": types[extname(name)] ?? "application/octet-stream" });
      response.end(body);
      return;
    }
    response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  leftovers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${server.address().port}`;
}

/**
 * A reader's way through the two stories of an example, by the links of its pages: writes beneath both, finds each
 * comment beneath its own story alone, and the numbers on the index. `oneLoad` says that
 * a router must do it within one page load.
 */
export async function readBothStories(index, { oneLoad = false } = {}) {
  const page = await reader();
  let loads = 0;
  page.on("domcontentloaded", () => loads++);
  await page.goto(index);
  await numbers(page, "0 comments");
  await page.getByRole("link", { name: first }).click();
  await openStory(page, first);
  await post(page, { text: "Beneath the first story.", name: "Noor Haddad" });
  await arrived(page, "Beneath the first story.");

  await page.getByRole("link", { name: second }).click();
  await openStory(page, second);
  await showsOnly(page, undefined, "Beneath the first story.");
  await post(page, { text: "Beneath the second story." });
  await arrived(page, "Beneath the second story.");

  await page.goBack();
  await openStory(page, first);
  await showsOnly(page, "Beneath the first story.", "Beneath the second story.");
  await page.getByRole("link", { name: "All stories" }).click();
  await numbers(page, "1 comment");
  if (oneLoad) assert.equal(loads, 1, "the router changed the page without loading another");

  await page.getByRole("link", { name: second }).click();
  await openStory(page, second);
  await page.reload();
  await openStory(page, second);
  await showsOnly(page, "Beneath the second story.", "Beneath the first story.");
  assert.deepEqual(page.errors, []);
  return page;
}

async function openStory(page, title) {
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.widget.scrollIntoViewIfNeeded();
  await page.widget.getByLabel("Add to the discussion").waitFor();
}

/** The comments hold the one text, where there is one, and not the other. */
async function showsOnly(page, text, other) {
  if (text) await comment(page, text).waitFor();
  else await page.widget.getByRole("heading", { name: /^(Comments|0 comments)/ }).waitFor();
  assert.equal(await page.widget.getByText(other).count(), 0, `“${other}” belongs to the other story`);
}

/** Both stories of the index have this number. */
export async function numbers(page, text) {
  const counts = page.locator("understory-count");
  await counts.filter({ hasText: text }).nth(1).waitFor();
  assert.deepEqual(await counts.allInnerTexts(), [text, text]);
}
