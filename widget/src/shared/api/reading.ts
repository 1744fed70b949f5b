// A page of a thread, as the first half of the code asks for it.

import type { Sort, Thread } from "../thread";
import { type Connection, endpoint, type Page, pageQuery } from "./connection";
import { request } from "./request";

export function threadAddress(connection: Connection, page: Page, sort?: Sort, cursor?: string): string {
  return endpoint(connection, "thread", {
    ...pageQuery(page),
    sort: sort === "best" ? undefined : sort,
    cursor,
  });
}

export function fetchThread(connection: Connection, page: Page, sort?: Sort, cursor?: string) {
  return request<Thread>(threadAddress(connection, page, sort, cursor));
}
