/** Milliseconds of work after which the page may do something else. */
const slice = 2;

/** Milliseconds within which a frame comes where somebody looks. */
const unseen = 200;

/**
 * Gives a function to await between pieces of work: it pauses when the pieces have taken long, until what
 * there is has been painted. To lay it out takes the browser several times longer than the pieces did, and
 * what several of them have left would be laid out at once.
 */
export function breathe(): () => Promise<void> {
  let start = performance.now();
  return async () => {
    if (performance.now() - start < slice) return;
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      const go = () => port2.postMessage(null);
      requestAnimationFrame(go);
      setTimeout(go, unseen);
    });
    start = performance.now();
  };
}
