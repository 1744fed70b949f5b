// A guest is a key that this browser made: 32 random bytes, kept per site. Who only reads has none.

import { stored } from "./storage";

export const keyAddress = (site: string) => `understory:${site}:key`;

/** The key of this browser, if it has written here before. */
export function guestKey(site: string): string | null {
  const key = stored(keyAddress(site));
  return key && /^[\w-]{43}$/.test(key) ? key : null;
}
