// Says what to do where a page's Content-Security-Policy keeps us out: nothing else would tell its owner.

import { base } from "./tag";

let isExplained = false;

export const explainPolicy = ({ blockedURI }: SecurityPolicyViolationEvent) => {
  if (isExplained || !blockedURI.startsWith(base)) return;
  isExplained = true;
  // biome-ignore lint/suspicious/noConsole: the owner of the page looks here, and nowhere else.
  console.error(
    `Understory needs Content-Security-Policy: script-src ${base}; connect-src ${base}; img-src ${base}`,
  );
};
