// The parts of a browser that a test needs, where Node has none.

import { Window } from "happy-dom";

/** A document to build in; `window` and `document` become global. */
export function openDocument(url = "https://news.example/story") {
  const window = new Window({ url });
  Object.assign(globalThis, {
    window,
    document: window.document,
    Node: window.Node,
    location: window.location,
  });
  return window.document;
}

/** A local storage of its own; gives the map that it keeps. */
export function openStorage() {
  const kept = new Map();
  const methods = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, String(value)),
    removeItem: (key) => kept.delete(key),
  };
  // What is kept can be listed, as in browsers.
  globalThis.localStorage = new Proxy(methods, {
    ownKeys: () => [...kept.keys()],
    getOwnPropertyDescriptor: (_, key) =>
      kept.has(key) ? { value: kept.get(key), enumerable: true, configurable: true } : undefined,
  });
  return kept;
}

/** A storage that is full: it keeps what it has and takes nothing new. */
export function fillStorage() {
  const storage = globalThis.localStorage;
  storage.setItem = () => {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  };
}

/** A browser that refuses to keep anything, as in some private windows. */
export function refuseStorage() {
  const refuse = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  globalThis.localStorage = { getItem: refuse, setItem: refuse, removeItem: refuse };
}
