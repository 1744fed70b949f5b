// Hears what happens to the thread, as long as somebody may see it: by a stream, or by asking now and then where
// streams do not come through. It fails in silence, since everything can be read without it.

import { type Change, liveAddress } from "../../shared/api/live";
import { request } from "../../shared/api/request";
import type { Conversation } from "../conversation";

/** Milliseconds for which a page that nobody looks at stays connected, and between two questions. */
const pause = 30_000;
/** Milliseconds within which a stream begins, or never does. */
const patience = 15_000;
/** Milliseconds before what has ended begins anew: twice as many after each failure. */
const first = 3_000;
const longest = 480_000;

/** Gives what begins anew. */
export function listen(conversation: Conversation, hear: (change: Change) => void) {
  const { connection, ended, host, options, page } = conversation;
  const { signal } = ended;
  let source: EventSource | undefined;
  let isNear: boolean | undefined;
  let isOn = false;
  let wait = first;
  let next: ReturnType<typeof setTimeout>;
  let leaving: ReturnType<typeof setTimeout>;

  const address = (once?: "1") => liveAddress(connection, page, conversation.version, once);

  const stop = () => {
    source?.close();
    clearTimeout(next);
    isOn = false;
  };

  const plan = (act: () => void, delay: number) => {
    clearTimeout(next);
    // Spread, so that all readers of a page do not come in the same second.
    if (isOn) next = setTimeout(act, delay * (0.7 + Math.random() * 0.6));
  };

  const again = (act: () => void) => {
    source?.close();
    plan(act, wait);
    wait = Math.min(wait * 2, longest);
  };

  const refused = () => again(ask);

  const connect = () => {
    isOn = true;
    plan(refused, patience);
    try {
      source = new EventSource(address());
    } catch {
      return refused(); // there is no such thing here
    }
    source.onopen = () => {
      clearTimeout(next);
      wait = first;
    };
    source.onerror = () => again(source?.readyState === 2 ? ask : connect);
    for (const name of ["change", "reload"])
      source.addEventListener(name, ({ data, type }) => hear({ ...JSON.parse(data), [type]: true }));
  };

  const ask = async () => {
    try {
      const change = await request<Change>(address("1"));
      if (isOn) hear(change);
      wait = first;
      plan(ask, pause);
    } catch {
      again(ask);
    }
  };

  const attend = () => {
    clearTimeout(leaving);
    if (options.setting("live") === "off") stop();
    else if (document.hidden || !isNear) leaving = setTimeout(stop, pause);
    else if (!isOn) connect();
  };

  const anew = () => {
    stop();
    attend();
  };

  conversation.attend = attend;
  document.addEventListener("visibilitychange", attend, { signal });
  addEventListener("pagehide", stop, { signal }); // a page with an open connection is not kept for Back
  for (const happens of ["online", "pageshow"]) addEventListener(happens, anew, { signal });
  const observer = new IntersectionObserver(
    (entries) => {
      isNear = entries.at(-1)?.isIntersecting;
      attend();
    },
    { rootMargin: "1500px" },
  );
  observer.observe(host);
  signal.addEventListener("abort", () => {
    observer.disconnect();
    clearTimeout(leaving);
    stop();
  });
  return anew;
}
