import { guestKey, keyAddress } from "./guest";
import { store } from "./storage";

/** The key of this browser, made now if there is none: call it only when the reader writes. */
export function makeGuestKey(site: string): string {
  const key = guestKey(site) ?? base64url(crypto.getRandomValues(new Uint8Array(32)));
  store(keyAddress(site), key);
  return key;
}

/** RFC 4648 section 5, without padding. */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
