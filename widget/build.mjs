// Builds src and texts into dist, the folder that the Go binary embeds. The output depends on the sources
// alone, so that `--check` can compare it byte for byte with what is committed.
//
//   node build.mjs                build, print what each budget allows and takes, fail above one
//   node build.mjs --check        fail when dist is not what the sources give
//   node build.mjs --watch        build again at every change
//   node build.mjs --sizes        print the bytes of each part as they are, with gzip and with brotli
//   node build.mjs --sizes=json   the same for programs

import { createHash } from "node:crypto";
import { existsSync, watch } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { minify } from "terser";

const root = fileURLToPath(new URL(".", import.meta.url));
const dist = join(root, "dist");
const source = (path) => join(root, "src", path);

/** Stands where the content hash of the build belongs, until that is known. */
const hole = "{build}";

/** Bytes of brotli that one reader or moderator may have to fetch. */
const budgets = [
  { name: "loader", files: ["embed.js"], limit: 1_536 },
  { name: "widget to readable comments", files: ["comments.js"], limit: 12_000 },
  {
    name: "widget, all loaded",
    files: ["embed.js", "comments.js", "acting.js", "count.js"],
    limit: 30_000,
  },
  {
    name: "words of the longest language, beside English",
    files: ["texts/*.js", "texts/*-write.js"],
    limit: 5_000,
  },
  { name: "pinned build", files: ["understory.js"], limit: 30_000 },
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

/** Style sheets are imported as text, minified; comments/style/sheet.ts makes them `adoptedStyleSheets`. */
const cssAsText = {
  name: "css-as-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: queriesInEm(code.trim()), loader: "text" };
    });
  },
};

/** Queries know no variables, and take em in the sense in which comments/style/sheet.ts takes rem. */
function queriesInEm(css) {
  return css.replace(/@(?:media|container)[^{]*/g, (query) => query.replace(/(\d)rem\b/g, "$1em"));
}

/** What comments/style/sheet.ts does, for style sheets that no script makes. */
function byTextSize(css) {
  return queriesInEm(css).replace(/(-?[\d.]+)rem\b/g, "calc($1*var(--us-rem))");
}

/** count.js needs one sentence of the English that is compiled in. */
const countTextAlone = {
  name: "count-text-alone",
  setup(build) {
    build.onLoad({ filter: /[\\/]texts[\\/]en\.json$/ }, async () => {
      const { count } = (await readTexts("en")).reading;
      return { contents: JSON.stringify({ reading: { count } }), loader: "json" };
    });
  },
};

/** What stands behind `export` or `import` in a script. */
const exported = /export\{([^}]*)\};?$/;
const imported = /import\{([^}]*)\}from"\.\/comments\.js";/;
const names = (code, list) => list.exec(code)[1].split(",");

/**
 * What comments.js lends to acting.js goes as a list without names, in the order of the borrower's short ones: that
 * costs less than to call each by two. Gives the code of both.
 */
function lend(comments, acting) {
  const mount = names(comments, exported).find((pair) => pair.endsWith(" as mount"));
  const pairs = names(acting, imported)
    .map((pair) => pair.split(" as "))
    .map(([lent, own = lent]) => [lent, own])
    .sort(([, a], [, b]) => a.length - b.length || (a < b ? -1 : 1));
  const lent = pairs.map(([name]) => name);
  const own = pairs.map(([, name]) => name);
  return {
    comments: comments.replace(exported, () => `export{${mount}};export default[${lent}];`),
    acting: acting.replace(imported, () => `import lent from"./comments.js";var[${own}]=lent;`),
  };
}

/** acting.js borrows what comments.js already holds instead of carrying it a second time, in one import. */
function borrow({ code, inputs }) {
  const held = new Set(inputs.map((input) => join(root, input)));
  return {
    name: "borrow",
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) =>
        held.has(join(resolveDir, `${path}.ts`)) ? { path: "comments/kit", namespace: "lent" } : undefined,
      );
      build.onResolve({ filter: /^\.\/comments\.js$/, namespace: "lent" }, ({ path }) => ({
        path,
        external: true,
      }));
      // A name that is not lent stops the build: export it in comments/kit.ts.
      build.onLoad({ filter: /./, namespace: "lent" }, () => ({
        contents: `export {${names(code, exported)}} from "./comments.js"`,
      }));
    },
  };
}

/**
 * Names of fields that only the comments' own two halves use with each other; each becomes a letter or two. What
 * the API, the browser, the page or the loader reads by name is not among them.
 */
const inner =
  /^(conversation|discussion|announcer|words|views|headingLevel|canPost|canWrite|translate|addition|countBy|startActing|acting|viewOf|countMore|setMore|isFolded|isEmpty|setFolded|showActions|reveal|connection|ended|appear|known|settle|purpose|wasSent|setNext|asksName|toStory|resume|restore|openEditor|outbox|letter|deliver|refuse|isFree|isSeen|holds|bring|element|draft|answers)$/;

/** What each of them became, the same in both halves. */
const letters = {};

async function script(entry, options = {}) {
  const result = await esbuild.build({ ...common, entryPoints: [source(entry)], ...options });
  Object.assign(letters, result.mangleCache);
  const [output] = Object.values(result.metafile.outputs);
  const inputs = Object.keys(output.inputs).filter((input) => output.inputs[input].bytesInOutput > 0);
  const { text } = result.outputFiles[0];
  return { code: entry.endsWith(".css") ? text : await shorten(text, options.format === "esm"), inputs };
}

/**
 * What esbuild leaves: it does not look across functions, which takes another 3 % of what is loaded. `unsafe` is so for
 * code that replaces the language's own objects or makes strings of symbols; ours does neither.
 */
async function shorten(text, module) {
  const { code } = await minify(text, {
    module,
    ecma: 2020,
    compress: { passes: 3, unsafe: true },
    format: { quote_style: 2 },
  });
  return code;
}

/** The usual loader holds none of the scripts that the pinned one does. */
const holdNothing = {
  name: "hold-nothing",
  setup(build) {
    build.onLoad({ filter: /[\\/]pinned[\\/]held\.ts$/ }, () => ({
      contents: "export const held = undefined",
    }));
  },
};

/** The loader: alone, or pinned, with everything that it would fetch for a page in English. */
function loader(isPinned) {
  return script("loader/main.ts", {
    format: "iife",
    define: { __BUILD__: JSON.stringify(hole), __PINNED__: String(isPinned) },
    plugins: isPinned ? [cssAsText] : [holdNothing],
    mangleProps: inner,
    mangleCache: letters,
    tsconfigRaw: { compilerOptions: { alwaysStrict: false, useDefineForClassFields: false } }, // without "use strict"
  });
}

/** The loader, the two halves of the comments, and the counts; then all of them in one file. */
async function buildWidget(files) {
  const comments = await script("comments/main.ts", {
    format: "esm",
    plugins: [cssAsText],
    mangleProps: inner,
    mangleCache: letters,
  });
  const acting = await script("comments/acting.ts", {
    format: "esm",
    mangleProps: inner,
    mangleCache: letters,
    plugins: [cssAsText, borrow(comments)],
  });
  const both = lend(comments.code, acting.code);
  const count = await script("count/main.ts", { format: "esm", plugins: [countTextAlone] });
  files.set("embed.js", (await loader(false)).code);
  files.set("comments.js", both.comments);
  // For what a server has drawn (/t/fragment), until comments.js takes it over.
  files.set("comments.css", byTextSize((await script("comments/style/drawn.css")).code));
  files.set("text-size.css", (await script("comments/style/text-size.css")).code);
  files.set("acting.js", both.acting);
  files.set("count.js", count.code);
  files.set("understory.js", (await loader(true)).code);
}

async function readTexts(lang) {
  return JSON.parse(await readFile(join(root, "texts", `${lang}.json`), "utf8"));
}

/**
 * Two scripts for each language, one for each half of the comments. English decides which texts there are and
 * in which order; one that a language lacks is left out, and the widget then says it in English.
 */
async function buildTexts(files) {
  const english = await readTexts("en");
  const names = (await readdir(join(root, "texts"))).filter((name) => name.endsWith(".json")).sort();
  for (const lang of names.map((name) => basename(name, ".json"))) {
    const texts = await readTexts(lang);
    const section = (name) =>
      Object.fromEntries(Object.keys(english[name]).map((key) => [key, texts[name]?.[key]]));
    files.set(`texts/${lang}.js`, await data({ lang, reading: section("reading") }));
    files.set(`texts/${lang}-write.js`, await data(section("writing")));
  }
}

/** A script that exports a value. */
async function data(value) {
  const { code } = await esbuild.transform(`export default ${JSON.stringify(value)}`, {
    minify: true,
    charset: "utf8",
  });
  return code;
}

async function buildDashboard(files) {
  files.set("dashboard.js", (await script("dashboard/main.ts", { format: "esm" })).code);
  files.set("dashboard.css", (await script("dashboard/dashboard.css")).code);
  files.set("dashboard.html", await readFile(source("dashboard/dashboard.html"), "utf8"));
}

/** All files of dist by name. The hash of them all stands in their addresses: /assets/{build}/comments.js. */
export async function build() {
  const files = new Map();
  await buildWidget(files);
  await buildTexts(files);
  await buildDashboard(files);

  const hash = createHash("sha256");
  for (const [name, text] of files) hash.update(`${name}\0${text}\0`);
  const id = hash.digest("hex").slice(0, 12);
  for (const [name, text] of files) files.set(name, text.replaceAll(hole, id));
  files.set("build.txt", `${id}\n`);
  files.set("integrity.txt", `${integrity(files.get("understory.js"))}\n`);
  return files;
}

/** What a page puts beside the pinned build's address, so that a browser runs these bytes and no others. */
function integrity(text) {
  return `sha384-${createHash("sha384").update(text).digest("base64")}`;
}

/** The names of all files that are in dist now. */
async function present() {
  if (!existsSync(dist)) return [];
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

async function differences(files) {
  const there = await present();
  const wrong = there.filter((name) => !files.has(name));
  for (const [name, text] of files) {
    if (!there.includes(name) || (await readFile(join(dist, name), "utf8")) !== text) wrong.push(name);
  }
  return wrong;
}

async function writeFiles(files) {
  for (const name of await present()) if (!files.has(name)) await rm(join(dist, name));
  for (const [name, text] of files) {
    await mkdir(dirname(join(dist, name)), { recursive: true });
    await writeFile(join(dist, name), text);
  }
}

/** The bytes of each script and style sheet. */
function weigh(files) {
  return [...files]
    .filter(([name]) => /\.(js|css)$/.test(name))
    .map(([name, text]) => ({
      name,
      bytes: Buffer.byteLength(text),
      gzip: gzipSync(text).length,
      brotli: brotliCompressSync(text).length,
    }));
}

/** What each budget takes. Of parts that differ by language, the heaviest language counts. */
function spend(parts) {
  const brotli = new Map(parts.map(({ name, brotli }) => [name, brotli]));
  const languages = [...brotli.keys()]
    .filter((name) => name.startsWith("texts/") && !name.endsWith("-write.js"))
    .map((name) => basename(name, ".js"));
  return budgets.map((budget) => {
    const inLanguage = (lang) =>
      budget.files.reduce((sum, file) => sum + (brotli.get(file.replace("*", lang)) ?? Number.NaN), 0);
    return { ...budget, brotli: Math.max(...languages.map(inLanguage)) };
  });
}

async function once() {
  const files = await build();
  await writeFiles(files);
  const spent = spend(weigh(files));
  for (const { name, files, brotli, limit } of spent)
    console.log(`${padded(brotli)} of ${padded(limit)} bytes brotli  ${name} (${files.join(" + ")})`);
  const broken = spent.filter(({ brotli, limit }) => !(brotli <= limit)).map(({ name }) => name);
  if (broken.length > 0) throw new Error(`over budget: ${broken.join("; ")}`);
}

function padded(number) {
  return String(number).padStart(6);
}

async function sizes() {
  const parts = weigh(await build());
  if (process.argv.includes("--sizes=json")) {
    console.log(JSON.stringify({ parts, budgets: spend(parts) }, null, 1));
    return;
  }
  console.log(" bytes   gzip brotli");
  for (const { name, bytes, gzip, brotli } of parts)
    console.log(`${padded(bytes)} ${padded(gzip)} ${padded(brotli)}  ${name}`);
}

async function check() {
  const wrong = await differences(await build());
  if (wrong.length > 0) throw new Error(`dist is stale (${wrong.join(", ")}); run: npm run build`);
}

async function watching() {
  const again = () => once().catch((error) => console.error(String(error.message ?? error)));
  await again();
  let timer;
  for (const folder of ["src", "texts"]) {
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(again, 100);
    });
  }
  console.log("watching src and texts");
}

/** The work that the command line names. */
function wish() {
  const [option = ""] = process.argv.slice(2);
  if (option === "") return once;
  if (option === "--check") return check;
  if (option === "--watch") return watching;
  if (option.startsWith("--sizes")) return sizes;
  throw new Error(`unknown option ${option}; the first lines of build.mjs list them`);
}

if (basename(process.argv[1] ?? "") === "build.mjs") {
  try {
    await wish()();
  } catch (error) {
    console.error(String(error.message ?? error));
    process.exitCode = 1;
  }
}
