// The nouns of the API as it sends them.

import type { Markup } from "./markup";

export type Sort = "best" | "newest" | "oldest";
export type Status = "published" | "held" | "rejected" | "withdrawn" | "erased";

export interface Article {
  /** `null` until somebody has commented. */
  id: string | null;
  url: string;
  title: string;
  status: "open" | "closed";
  commentCount: number;
}

export interface Settings {
  guests: "hold" | "publish" | "off";
  /** In code points. */
  maxLength: number;
  editSeconds: number;
  reportReasons: string[];
  /** Plain text, may be empty. */
  rules: string;
}

export interface Comment {
  id: string;
  parent: string | null;
  /** 1 for a root. */
  level: number;
  status: Status;
  author: { id: string; name: string } | null;
  body: Markup;
  createdAt: string;
  editedAt?: string;
  respects: number;
  replyCount: number;
  replies: Comment[];
  /** Direct replies left out, and where they go on. */
  more?: { count: number; cursor: string };
}

/** A comment as its own author sees it. */
export interface OwnComment extends Comment {
  /** The text as typed. */
  source: string;
  editableUntil?: string;
  /** Why it is held or was rejected, as a sentence. */
  reason?: string;
  /** Not from the server: it is on its way there. */
  isSending?: true;
}

export interface Thread {
  article: Article;
  settings: Settings;
  sort: Sort;
  comments: Comment[];
  next?: string;
  version: number;
}

export interface Viewer {
  reader?: { id: string; name: string };
  /** Ids of comments on this article that the reader respects. */
  respected?: string[];
  comments?: OwnComment[];
}
