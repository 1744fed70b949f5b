import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

// One bundle, since `why` looks at the class of what it is given.
const { outputFiles } = await build({
  stdin: {
    contents: `export { why } from "./comments/reasons"; export { Problem } from "./shared/api/request";
      export { translator } from "./shared/i18n/translate"; export { reading, writing } from "../texts/en.json";`,
    resolveDir: fileURLToPath(new URL("../src", import.meta.url)),
  },
  bundle: true,
  write: false,
  format: "esm",
});
const { why, Problem, translator, reading, writing } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`
);
const t = translator({ ...reading, ...writing }, "en");

const cases = [
  [new Problem(0, { kind: "offline" }), "We cannot reach the server. Are you offline?"],
  [new Problem(409, { kind: "closed", detail: "Closed." }), "Comments were closed while you were writing."],
  [
    new Problem(429, { kind: "rate_limited", detail: "Slow down.", retryAfter: 40 }),
    "That was quick. Try again in 40 seconds.",
  ],
  [new Problem(429, { kind: "rate_limited", retryAfter: 1 }), "That was quick. Try again in 1 second."],
  [new Problem(418, { kind: "teapot", detail: "The server is a teapot." }), "The server is a teapot."],
  [new Problem(418, { kind: "teapot" }), "Something went wrong on our side."],
];
for (const [problem, want] of cases) {
  test(`${problem.kind} (${problem.message}) reads “${want}”`, () => {
    assert.equal(why(problem, t), want);
  });
}

test("a fault of our own code is not put into soothing words", () => {
  assert.throws(() => why(new TypeError("x is not a function"), t), TypeError);
});
