/** Milliseconds of work after which the page may do something else. */
const slice = 8;

/** Milliseconds within which a frame comes where somebody looks. */
const unseen = 200;

/**
 * Gives a function to await between pieces of work: it pauses when the pieces have taken long, the first time
 * until what there is has been painted.
 */
export function breathe(): () => Promise<void> {
  let start = performance.now();
  let isPainted = false;
  return async () => {
    if (performance.now() - start < slice) return;
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      const go = () => port2.postMessage(null);
      if (isPainted) return go();
      requestAnimationFrame(go);
      setTimeout(go, unseen);
    });
    isPainted = true;
    start = performance.now();
  };
}
