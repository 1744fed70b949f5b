// What a reader asks for, one function an endpoint.

import type { Article, Comment, Sort, Thread, Viewer } from "../thread";
import { type Connection, endpoint, guestHeader, type Page, pageQuery } from "./connection";
import { request } from "./request";

export interface Branch {
  comments: Comment[];
  next?: string;
}

export interface Linked {
  comment: Comment;
  /** Root first, without their replies. */
  ancestors: Comment[];
  article: Article;
}

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

export function fetchReplies(connection: Connection, id: string, cursor?: string) {
  return request<Branch>(endpoint(connection, `comments/${id}/replies`, { cursor }));
}

export function fetchComment(connection: Connection, id: string) {
  return request<Linked>(endpoint(connection, `comments/${id}`));
}

/** What is particular to this guest. Ask only where there is a guest key. */
export function fetchViewer(connection: Connection, page: Page) {
  const headers = guestHeader(connection.site);
  return request<Viewer>(endpoint(connection, "viewer", pageQuery(page)), { headers });
}
