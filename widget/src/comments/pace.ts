/** Milliseconds of work after which the page may do something else. */
const slice = 8;

/** Gives a function to await between pieces of work: it pauses when the pieces have taken long. */
export function breathe(): () => Promise<void> {
  let start = performance.now();
  return async () => {
    if (performance.now() - start < slice) return;
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
    start = performance.now();
  };
}
