/**
 * Where a draft is kept. `place` is "root", the id of the comment answered, "edit-" and the id of the comment
 * changed, or "letter-" and the key of a comment on its way.
 */
export function draftAddress(site: string, thread: string, place: string): string {
  return `understory:${site}:draft:${thread}:${place}`;
}
