// Parts of a thread, one function an endpoint.

import type { Article, Comment } from "../thread";
import { type Connection, endpoint } from "./connection";
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

export function fetchReplies(connection: Connection, id: string, cursor?: string) {
  return request<Branch>(endpoint(connection, `comments/${id}/replies`, { cursor }));
}

export function fetchComment(connection: Connection, id: string) {
  return request<Linked>(endpoint(connection, `comments/${id}`));
}

/** At most 50; those that are neither published nor tombstones are left out. */
export function fetchComments({ base, site }: Connection, ids: string[]) {
  const query = new URLSearchParams([["site", site], ...ids.map((id) => ["id", id])]);
  return request<{ comments: Comment[] }>(`${base}api/v1/comments?${query}`);
}
