// The box never shrinks and never pushes what one sees. While nothing is there it reaches to the end of the
// window, so that what follows it on the page is below the fold when the comments come.

/** Keeps the present height at least. */
export function keepHeight(host: HTMLElement): void {
  host.style.minBlockSize = `${Math.ceil(host.getBoundingClientRect().height)}px`;
}

/** Makes room whenever the element is in view; returns what ends that. */
export function reserveRoom(host: HTMLElement): () => void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.at(-1)?.isIntersecting) return;
    const { top, height } = host.getBoundingClientRect();
    const room = Math.min(innerHeight, innerHeight - top);
    if (room > height) host.style.minBlockSize = `${Math.ceil(room)}px`;
  });
  observer.observe(host);
  return () => observer.disconnect();
}
