// What a reader sends, one function an endpoint.

import type { Markup } from "../markup";
import { makeGuestKey } from "../new-guest";
import type { OwnComment } from "../thread";
import { type Connection, endpoint } from "./connection";
import { request } from "./request";

/** What is undefined is not sent. */
export interface NewComment {
  url: string;
  thread_id?: string | undefined;
  title?: string | undefined;
  parent?: string | undefined;
  body: string;
  name: string;
  /** Post in spite of a nudge; it is then held. */
  confirm?: true | undefined;
}

/** The same key with the same comment is the same posting, however often it is sent. */
export async function postComment(connection: Connection, comment: NewComment, key: string) {
  const { base, site } = connection;
  const answer = await request<{ comment: OwnComment }>(`${base}api/v1/comments`, {
    method: "POST",
    body: { site, ...comment },
    headers: { ...writingHeader(site), "Idempotency-Key": key },
  });
  return answer.comment;
}

export async function previewComment({ base, site }: Connection, body: string) {
  const answer = await request<{ body: Markup }>(`${base}api/v1/preview`, {
    method: "POST",
    body: { site, body },
  });
  return answer.body;
}

/** `confirm` saves it in spite of a nudge; it is then held. */
export async function editComment(connection: Connection, id: string, body: string, confirm?: true) {
  const answer = await request<{ comment: OwnComment }>(endpoint(connection, `comments/${id}`), {
    method: "PATCH",
    body: { body, confirm },
    headers: writingHeader(connection.site),
  });
  return answer.comment;
}

export function withdrawComment(connection: Connection, id: string) {
  return request<void>(endpoint(connection, `comments/${id}`), {
    method: "DELETE",
    headers: writingHeader(connection.site),
  });
}

export function reportComment(connection: Connection, id: string, reason: string, detail?: string) {
  return request<unknown>(endpoint(connection, `comments/${id}/reports`), {
    method: "POST",
    body: detail ? { reason, detail } : { reason },
    headers: writingHeader(connection.site),
  });
}

export function setRespect(connection: Connection, id: string, on: boolean) {
  return request<{ respects: number; respected: boolean }>(endpoint(connection, `comments/${id}/respect`), {
    method: on ? "PUT" : "DELETE",
    headers: writingHeader(connection.site),
  });
}

/** The header of a guest who writes, now for the first time perhaps. */
function writingHeader(site: string): Record<string, string> {
  return { Authorization: `Guest ${makeGuestKey(site)}` };
}
