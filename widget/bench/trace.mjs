// The tasks of a page's main thread, short ones too, from the browser's own trace: the long-task observer
// knows none below 50 ms.

const traceConfig = {
  includedCategories: ["disabled-by-default-devtools.timeline", "blink.user_timing"],
  excludedCategories: ["*"],
};

/** Does some work; gives what it found, and what happened in all pages meanwhile. */
export async function traced(browser, work) {
  const session = await browser.session();
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
  const found = await work();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  return [found, events];
}

/**
 * The tasks since the page at an address was navigated to, in milliseconds: `start`, counted from there, `wall`
 * by the clock, and `processor`, which is less where other programs were let run in between.
 */
export function tasksOf(events, address) {
  const navigation = events.findLast(
    ({ name, args }) => name === "navigationStart" && args.data?.documentLoaderURL === address,
  );
  if (!navigation) throw new Error(`the trace does not hold the visit of ${address}`);
  const { pid, tid, ts } = navigation;
  return events
    .filter((event) => event.name === "RunTask" && event.pid === pid && event.tid === tid && event.ts >= ts)
    .map(({ ts: begin, dur = 0, tdur = 0 }) => ({
      start: (begin - ts) / 1000,
      wall: dur / 1000,
      processor: tdur / 1000,
    }));
}
