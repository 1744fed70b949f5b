import type { Viewer } from "../thread";
import { type Connection, endpoint, guestHeader, type Page, pageQuery } from "./connection";
import { request } from "./request";

/** What is particular to this guest. Ask only where there is a guest key. */
export function fetchViewer(connection: Connection, page: Page) {
  const headers = guestHeader(connection.site);
  return request<Viewer>(endpoint(connection, "viewer", pageQuery(page)), { headers });
}
