// Builds src into dist, the folder that the Go binary embeds. The output depends on the sources alone,
// so that `--check` can compare it byte for byte with what is committed.
//
//   node build.mjs           build, print the sizes, fail above a budget
//   node build.mjs --check   fail when dist is not what the sources give
//   node build.mjs --watch   build again at every change

import { createHash } from "node:crypto";
import { existsSync, watch } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL(".", import.meta.url));
const dist = join(root, "dist");
const source = (path) => join(root, "src", path);

/** Bytes of brotli that a reader or moderator may have to fetch. */
const budgets = [
  { name: "loader", files: ["embed.js"], limit: 1_536 },
  { name: "widget to readable comments", files: ["comments.js"], limit: 12_000 },
  { name: "widget, all loaded", files: ["embed.js", "comments.js", "write.js", "count.js"], limit: 30_000 },
  { name: "dashboard", files: ["dashboard.js", "dashboard.css"], limit: 60_000 },
];

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "silent",
};

/** Style sheets are imported as text, minified, for `adoptedStyleSheets`. */
const cssAsText = {
  name: "css-as-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** write.js borrows what comments.js already holds instead of carrying it a second time. */
function borrow(inputs) {
  const held = new Set(inputs.map((input) => join(root, input)));
  return {
    name: "borrow",
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) =>
        held.has(join(resolveDir, `${path}.ts`)) ? { path: "./comments.js", external: true } : undefined,
      );
    },
  };
}

/** The bundler does not look into a script it leaves outside, so this does: every borrowed name must be lent. */
function checkLoan(borrower, lender) {
  const names = (code, pattern) =>
    [...code.matchAll(pattern)].flatMap(([, list]) => list.split(",").map((name) => name.trim()));
  const lent = new Set(names(lender, /export\{([^}]*)\}/g).map((name) => name.split(" as ").at(-1)));
  const missing = names(borrower, /import\{([^}]*)\}from"\.\/comments\.js"/g)
    .map((name) => name.split(" as ")[0])
    .filter((name) => !lent.has(name));
  if (missing.length > 0)
    throw new Error(`write.js needs ${missing.join(", ")}; export it in comments/kit.ts`);
}

async function script(entry, options = {}) {
  const result = await esbuild.build({ ...common, entryPoints: [source(entry)], ...options });
  const [output] = Object.values(result.metafile.outputs);
  const inputs = Object.keys(output.inputs).filter((input) => output.inputs[input].bytesInOutput > 0);
  return { code: result.outputFiles[0].text, inputs };
}

async function buildComments(files) {
  const comments = await script("comments/main.ts", { format: "esm", plugins: [cssAsText] });
  const write = await script("comments/write/main.ts", {
    format: "esm",
    plugins: [cssAsText, borrow(comments.inputs)],
  });
  checkLoan(write.code, comments.code);
  files.set("comments.js", comments.code);
  files.set("write.js", write.code);
  files.set("count.js", (await script("count/main.ts", { format: "esm" })).code);
}

async function buildDashboard(files) {
  if (existsSync(source("dashboard/main.ts"))) {
    files.set("dashboard.js", (await script("dashboard/main.ts", { format: "esm" })).code);
  }
  if (existsSync(source("dashboard/dashboard.css"))) {
    files.set("dashboard.css", (await script("dashboard/dashboard.css")).code);
  }
}

/** All files of dist by name. `{build}` in dashboard.html becomes the hash, as in /assets/{build}/dashboard.js. */
export async function build() {
  const files = new Map();
  await buildComments(files);
  await buildDashboard(files);
  const page = existsSync(source("dashboard/dashboard.html"))
    ? await readFile(source("dashboard/dashboard.html"), "utf8")
    : undefined;

  const hash = createHash("sha256");
  for (const [name, text] of [...files, ["dashboard.html", page ?? ""]]) hash.update(`${name}\0${text}\0`);
  const id = hash.digest("hex").slice(0, 12);

  if (page !== undefined) files.set("dashboard.html", page.replaceAll("{build}", id));
  const loader = await script("loader/main.ts", {
    format: "iife",
    define: { __BUILD__: JSON.stringify(id) },
  });
  files.set("embed.js", loader.code);
  files.set("build.txt", `${id}\n`);
  return files;
}

async function differences(files) {
  const present = existsSync(dist) ? await readdir(dist) : [];
  const wrong = present.filter((name) => !files.has(name));
  for (const [name, text] of files) {
    if (!present.includes(name) || (await readFile(join(dist, name), "utf8")) !== text) wrong.push(name);
  }
  return wrong;
}

async function writeFiles(files) {
  await mkdir(dist, { recursive: true });
  for (const name of await readdir(dist)) if (!files.has(name)) await rm(join(dist, name));
  for (const [name, text] of files) await writeFile(join(dist, name), text);
}

/** Prints a line for each budget and returns the names of those that are broken. */
function weigh(files) {
  const brotli = (name) => (files.has(name) ? brotliCompressSync(files.get(name)).length : 0);
  const broken = [];
  for (const { name, files: parts, limit } of budgets) {
    const bytes = parts.reduce((sum, part) => sum + brotli(part), 0);
    console.log(
      `${String(bytes).padStart(6)} of ${String(limit).padStart(6)} bytes brotli  ${name} (${parts.join(" + ")})`,
    );
    if (bytes > limit) broken.push(name);
  }
  return broken;
}

async function once() {
  const files = await build();
  await writeFiles(files);
  const broken = weigh(files);
  if (broken.length > 0) throw new Error(`over budget: ${broken.join(", ")}`);
}

async function check() {
  const wrong = await differences(await build());
  if (wrong.length > 0) throw new Error(`dist is stale (${wrong.join(", ")}); run: npm run build`);
}

async function watching() {
  const again = () => once().catch((error) => console.error(String(error.message ?? error)));
  await again();
  let timer;
  watch(join(root, "src"), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(again, 100);
  });
  console.log("watching src");
}

if (basename(process.argv[1] ?? "") === "build.mjs") {
  const run = process.argv.includes("--check") ? check : process.argv.includes("--watch") ? watching : once;
  await run().catch((error) => {
    console.error(String(error.message ?? error));
    process.exitCode = 1;
  });
}
