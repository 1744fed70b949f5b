// Asks again until there is an answer: at once when the reader says so or the network is back, else by
// itself, ever more slowly, and never while nobody looks.

import { Problem } from "../shared/api/request";

const firstWait = 2_000;
const longestWait = 60_000;

/** Gives the first answer there is. `failed` is told of each failure and given what asks again now. */
export async function persist<T>(
  ask: (attempt: number) => Promise<T>,
  failed: (problem: unknown, again: () => void) => void,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask(attempt);
    } catch (problem) {
      await new Promise<void>((again) => {
        signal.addEventListener("abort", () => again(), { once: true });
        failed(problem, again);
        if (mayPass(problem)) askLater(attempt, again, signal);
      });
      signal.throwIfAborted();
    }
  }
}

/** No answer, a server in trouble, or too many at once; anything else would be refused again. */
function mayPass(problem: unknown): boolean {
  return (
    problem instanceof Problem && (problem.status === 0 || problem.status === 429 || problem.status >= 500)
  );
}

function askLater(attempt: number, again: () => void, signal: AbortSignal): void {
  // Spread, so that all readers of a page do not come back in the same second.
  const delay = Math.min(longestWait, firstWait * 2 ** attempt) * (0.5 + Math.random());
  const look = () => (document.hidden ? undefined : again());
  setTimeout(() => {
    look();
    document.addEventListener("visibilitychange", look, { signal });
  }, delay);
  addEventListener("online", again, { once: true, signal });
}
