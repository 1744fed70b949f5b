import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const { parseRoute, routeHash, setupToken } = await source("dashboard/route");

test("an address names a site and a view", () => {
  const routes = {
    "#/demo/held": { site: "demo", view: "held" },
    "#/demo/recent": { site: "demo", view: "recent" },
    "#/demo/stories": { site: "demo", view: "stories" },
    "#/a%20b/log": { site: "a b", view: "log" },
  };
  for (const [hash, want] of Object.entries(routes)) assert.deepEqual(parseRoute(hash), want, hash);
});

test("what is missing, unknown or broken in an address becomes the first queue", () => {
  const sites = {
    "": "",
    "#": "",
    "#/": "",
    "#/demo": "demo",
    "#/demo/nowhere": "demo",
    "#/%E0%A4/held": "",
  };
  for (const [hash, site] of Object.entries(sites)) {
    assert.deepEqual(parseRoute(hash).site, site, hash);
  }
  assert.equal(parseRoute("#/demo/nowhere").view, "reported");
  assert.equal(parseRoute("").view, "reported");
});

test("an address leads back to its route", () => {
  for (const route of [
    { site: "demo", view: "held" },
    { site: "a/b?c", view: "log" },
  ]) {
    assert.deepEqual(parseRoute(routeHash(route)), route);
  }
});

test("only the first-start link holds a token", () => {
  assert.equal(setupToken("#setup=abc-_1"), "abc-_1");
  for (const hash of ["", "#setup=", "#/setup=abc/held", "#/demo/held"]) {
    assert.equal(setupToken(hash), undefined, hash);
  }
});
