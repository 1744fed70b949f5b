// What the pinned build holds in its one file: the scripts that the loader otherwise fetches.

import { start } from "../comments/acting";
import { mount } from "../comments/main";
import { count } from "../count/main";

const scripts = new Map<string, unknown>([
  ["comments", { mount }],
  ["acting", { start }],
  ["count", { count }],
]);

/** The script of a name; nothing for a language, which is fetched here too. */
export const held = (name: string): Promise<unknown> | undefined =>
  scripts.has(name) ? Promise.resolve(scripts.get(name)) : undefined;
