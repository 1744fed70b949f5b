// The page's local storage, and memory for what a browser refuses to keep (private windows, blocked site
// data, a full disk): that lasts as long as the page.

const memory = new Map<string, string>();

export function stored(key: string): string | null {
  const refused = memory.get(key);
  if (refused !== undefined) return refused;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** `null` removes. Gives whether the browser keeps it. */
export function store(key: string, value: string | null): boolean {
  memory.delete(key);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    if (value !== null) memory.set(key, value);
    return false;
  }
}

/** The keys that begin so. */
export function storedKeys(prefix: string): string[] {
  const keys = [...memory.keys()];
  try {
    keys.push(...Object.keys(localStorage));
  } catch {
    // It may not even be looked at: memory has all there is.
  }
  return keys.filter((key) => key.startsWith(prefix));
}
