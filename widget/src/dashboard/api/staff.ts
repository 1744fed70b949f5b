// Requests of the staff. They carry the session's cookie, to our own server alone; unsafe ones carry the
// header that no foreign page can send. Knows no endpoint.

import { Problem, request } from "../../shared/api/request";

export interface Account {
  id: string;
  email: string;
  role: Role;
  sites: Site[];
}

export interface Site {
  key: string;
  name: string;
  role: Role;
}

export type Role = "owner" | "admin" | "moderator";

export function get<T>(path: string): Promise<T> {
  return request<T>(`/api/v1/${path}`, { credentials: "same-origin" });
}

export function send<T>(method: "POST" | "DELETE", path: string, body: object = {}): Promise<T> {
  return request<T>(`/api/v1/${path}`, {
    method,
    body,
    headers: { "X-Understory": "1" },
    credentials: "same-origin",
  });
}

/** Whether a request failed because nobody is signed in. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Problem && error.kind === "signin";
}

/** `moderation/queue?site=demo`, without the empty parameters. */
export function address(path: string, query: Record<string, string | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) parameters.append(name, value);
  return `${path}?${parameters}`;
}
