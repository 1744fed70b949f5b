/** What the loader may have to say before anything else has loaded; it must stay small. */
export const loader = {
  inHead: "Understory: no comments here, since the tag is in <head>.",
  failed: "The comments did not load. Try again",
} as const;
