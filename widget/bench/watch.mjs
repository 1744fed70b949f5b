// What runs in the page, from before its first line, and notes there what happens. Each function is sent to the
// browser alone and can use nothing but what stands in it.

/**
 * In `window.noted`: `shifts` of the layout that followed no key or press, and `interactions`, the keys and
 * presses with their `duration`.
 */
export function watchEvents() {
  const noted = { shifts: [], interactions: [] };
  window.noted = noted;
  const observe = (options, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe(options);
  observe({ type: "layout-shift", buffered: true }, ({ value, hadRecentInput }) => {
    if (!hadRecentInput) noted.shifts.push(value);
  });
  observe({ type: "event", durationThreshold: 16 }, ({ interactionId, duration }) => {
    if (interactionId) noted.interactions.push({ interactionId, duration });
  });
}

/**
 * In `window.paint`: when the first comment was painted (`first`) and when `comments` of them were (`all`), in
 * milliseconds since the navigation began. Each frame begins by looking what is there; that frame paints it,
 * and the first task after the frame tells the time.
 */
export function watchPaint(comments) {
  const paint = {};
  window.paint = paint;
  const afterThisFrame = (name) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      paint[name] = performance.now();
    };
    port2.postMessage(undefined);
  };
  let before = 0;
  const look = () => {
    const root = document.querySelector("understory-comments")?.shadowRoot;
    const there = root?.querySelectorAll("article > .body").length ?? 0;
    if (before === 0 && there > 0) afterThisFrame("first");
    before = there;
    if (there < comments) requestAnimationFrame(look);
    else afterThisFrame("all");
  };
  requestAnimationFrame(look);
  /** When the page had our loader; 0 where it has none. */
  window.loaderCame = () => {
    const requests = performance.getEntriesByType("resource");
    return requests.find(({ name }) => name.endsWith("/embed.js"))?.responseEnd ?? 0;
  };
}

/** In `window.kept`: the comments as HTML with their style, at the moment when they have just been drawn. */
export function keepHTML() {
  document.addEventListener("understory:ready", ({ target }) => {
    const root = target.shadowRoot;
    const css = root.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
    const html = target.getHTML({ shadowRoots: [root] });
    window.kept = html.replace(">", `><style>${css.join("\n")}</style>`);
  });
}
