// Who is here: the first account, signing in and out.

import { type Account, get, isSignedOut, send } from "./staff";

/** The account of this session, or nothing when there is none. */
export async function currentAccount(): Promise<Account | undefined> {
  try {
    return (await get<{ account: Account }>("session")).account;
  } catch (error) {
    if (isSignedOut(error)) return undefined;
    throw error;
  }
}

/** Throws a `Problem` of kind `signin` when the two do not belong together. */
export async function signIn(email: string, password: string): Promise<Account> {
  return (await send<{ account: Account }>("POST", "session", { email, password })).account;
}

export function signOut(): Promise<void> {
  return send<void>("DELETE", "session");
}

/** Whether this installation still waits for its owner. */
export async function isSetupNeeded(): Promise<boolean> {
  return (await get<{ needed: boolean }>("setup")).needed;
}

/** `token` is the one the server printed at its first start. */
export async function setUp(token: string, email: string, password: string): Promise<Account> {
  return (await send<{ account: Account }>("POST", "setup", { token, email, password })).account;
}
