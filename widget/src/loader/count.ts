// <understory-count>: a place for a number. count.js fills all of a page together.

import type { Count } from "../shared/mount";
import { context, nothing } from "./context";

export const count = (element: HTMLElement): undefined => {
  const told = context(element);
  // Where it does not load, the text that the page gave the element stays.
  told.load("count").then((module) => (module as { count: Count }).count(element, told), nothing);
};
