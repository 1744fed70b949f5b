// Loads TypeScript sources into tests, bundled in memory.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const src = fileURLToPath(new URL("../src/", import.meta.url));

/**
 * `await source("shared/time")` gives what src/shared/time.ts exports. A module is evaluated once; another
 * `evaluation` evaluates it anew.
 */
export async function source(module, evaluation = 0) {
  const { outputFiles } = await build({
    entryPoints: [`${src}${module}.ts`],
    bundle: true,
    write: false,
    format: "esm",
    target: "node20",
    define: { __BUILD__: '"test"', __PINNED__: "false" },
    loader: { ".css": "text" },
    logLevel: "silent",
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(`${outputFiles[0].text}// ${evaluation}`).toString("base64")}`
  );
}
