// Which command a key means. Pure but for the one thing it remembers: that `g` was the last key.

import { type Reason, reasons } from "./api/moderation";
import type { ViewName } from "./route";

export type Command =
  | { do: "move"; step: 1 | -1 }
  | { do: "approve" | "reject" | "undo" | "view" | "story" | "fresh" | "help" | "escape" }
  | { do: "reason"; reason: Reason }
  | { do: "go"; to: ViewName };

export interface Press {
  key: string;
  /** The physical key, for keyboards that write no Latin letters. */
  code: string;
  /** Control or Command. */
  control: boolean;
  alt: boolean;
  /** Held down and repeating. */
  repeat: boolean;
  /** Focus is where letters are text. */
  typing: boolean;
  /** The menu of reasons is open. */
  choosing: boolean;
}

const single: Record<string, Command> = {
  j: { do: "move", step: 1 },
  k: { do: "move", step: -1 },
  a: { do: "approve" },
  r: { do: "reject" },
  z: { do: "undo" },
  v: { do: "view" },
  l: { do: "story" },
  ".": { do: "fresh" },
  "?": { do: "help" },
};

/** The letters after `g`. */
export const places: Record<string, ViewName> = {
  r: "reported",
  h: "held",
  n: "recent",
  s: "stories",
  l: "log",
};

/** How long `g` waits for its letter, in milliseconds. */
const patience = 1500;

export class Keys {
  private leaderAt = Number.NEGATIVE_INFINITY;

  /** `now` is in milliseconds. `undefined` leaves the key to the browser. */
  command(press: Press, now: number): Command | undefined {
    if (press.key === "Escape") return { do: "escape" };
    if (press.typing || press.alt) return undefined;
    const letter = latin(press);
    if (press.control) return letter === "z" && !press.repeat ? single["z"] : undefined;
    const afterLeader = now - this.leaderAt < patience;
    this.leaderAt = letter === "g" && !press.choosing ? now : Number.NEGATIVE_INFINITY;
    if (press.choosing) return reasonOf(letter);
    if (afterLeader) return goTo(letter);
    return allowed(single[letter], press.repeat);
  }
}

/** A key held down may run through the list, but must not decide one card after the other. */
function allowed(command: Command | undefined, repeat: boolean): Command | undefined {
  return repeat && command?.do !== "move" ? undefined : command;
}

function reasonOf(digit: string): Command | undefined {
  const reason = reasons[Number(digit) - 1];
  return reason && { do: "reason", reason };
}

function goTo(letter: string): Command | undefined {
  const to = places[letter];
  return to && { do: "go", to };
}

/** What the key would write on a Latin keyboard: `KeyJ` on a Cyrillic or Arabic one is still `j`. */
function latin({ key, code }: Press): string {
  if (key.length === 1 && key <= "~") return key;
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key;
}
