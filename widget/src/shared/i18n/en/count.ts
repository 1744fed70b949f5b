/** What stands in <understory-count>. */
export const count = {
  count: { one: "{n} comment", other: "{n} comments" },
} as const;
