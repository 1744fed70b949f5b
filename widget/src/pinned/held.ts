// What the pinned build holds in its one file: the scripts that the loader otherwise fetches.

const scripts: Record<string, () => Promise<unknown>> = {
  comments: () => import("../comments/main"),
  acting: () => import("../comments/acting"),
  count: () => import("../count/main"),
};

/** The script of a name; nothing for a language, which is fetched here too. */
export const held = (name: string) => scripts[name]?.();
