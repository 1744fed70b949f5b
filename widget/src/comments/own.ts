// Which comments of this page were written in this browser, so that one can be told of their replies, and
// so that who never wrote here is not asked about.

import type { Conversation } from "./conversation";

export function ownAddress({ connection, page }: Conversation): string {
  return `understory:${connection.site}:own:${page.threadId ?? page.url}`;
}
