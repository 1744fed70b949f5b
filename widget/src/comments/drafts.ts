/**
 * Where a draft is kept. `place` is "root", the id of the comment answered, or "edit-" and the id of the
 * comment changed.
 */
export function draftAddress(site: string, thread: string, place: string): string {
  return `understory:${site}:draft:${thread}:${place}`;
}
