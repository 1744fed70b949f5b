// What moderators ask for and decide on one site, one method an endpoint.

import type { Markup } from "../../shared/markup";
import type { Article, Comment } from "../../shared/thread";
import { address, get, isSignedOut, send } from "./staff";

export type QueueName = "reported" | "held" | "recent";
export const queueNames: readonly QueueName[] = ["reported", "held", "recent"];

/** In the order of their digits in the menu. */
export const reasons = ["abuse", "hate", "threat", "spam", "off_topic", "illegal", "other"] as const;
export type Reason = (typeof reasons)[number];

export interface Counts {
  reported: number;
  held: number;
}

export interface Decision {
  id: string;
  action: "approve" | "reject" | "close" | "open" | "undo";
  reason?: string;
  note?: string;
  /** Missing where a rule decided. */
  actor?: { email: string };
  createdAt: string;
  commentId?: string;
  articleId?: string;
  undone: boolean;
}

/** A comment as staff see it: with the text as typed and the version that a decision must name. */
export interface StaffComment extends Omit<Comment, "replies" | "more"> {
  source: string;
  version: number;
  reportCount: number;
}

export interface Story extends Article {
  id: string;
}

/** One card. */
export interface Item {
  comment: StaffComment;
  article: Story;
  parent: { id: string; author: { name: string } | null; body: Markup } | null;
  reports: { reason: string; detail?: string; createdAt: string }[];
  findings: { detector: string; reason: string }[];
  /** The latest one in force. */
  decision?: Decision;
}

export interface QueuePage {
  items: Item[];
  next?: string;
  counts: Counts;
}

export interface ListedStory extends Story {
  lastCommentAt?: string;
}

export interface LoggedDecision extends Decision {
  subject: { kind: "comment" | "article"; title?: string; excerpt?: string };
}

/** The answer to a decision on a comment. */
export interface Ruled {
  decision: Decision;
  comment: StaffComment;
  counts: Counts;
}

/** The answer to undoing one; what it was about is there, the other is `null`. */
export interface Undone {
  decision: Decision;
  comment: StaffComment | null;
  article: Story | null;
  counts: Counts;
}

export class Moderation {
  /**
   * `signInAgain` is called when the session has ended; once it resolves the request is sent again,
   * so that nothing is lost. If it rejects, the request does.
   */
  constructor(
    readonly site: string,
    private readonly signInAgain: () => Promise<void>,
  ) {}

  queue(queue: QueueName, cursor?: string): Promise<QueuePage> {
    return this.staying(() => this.queueQuietly(queue, cursor));
  }

  /** The same, but a session that has ended is an error: nobody asked, so nobody is disturbed. */
  queueQuietly(queue: QueueName, cursor?: string): Promise<QueuePage> {
    return get(this.path("queue", { queue, cursor }));
  }

  /** A `Problem` of kind `conflict` says that the comment is no longer as it was at `version`. */
  approve(id: string, version: number) {
    return this.decide(id, { action: "approve", version });
  }

  /** As `approve`. */
  reject(id: string, version: number, reason: Reason, note: string) {
    return this.decide(id, { action: "reject", reason, version, ...(note ? { note } : {}) });
  }

  undo(decision: string): Promise<Undone> {
    return this.staying(() => send("POST", this.path(`decisions/${decision}/undo`)));
  }

  stories(cursor?: string): Promise<{ articles: ListedStory[]; next?: string }> {
    return this.staying(() => get(this.path("articles", { cursor })));
  }

  /** Closes or opens a story for new comments. */
  decideStory(id: string, action: "close" | "open"): Promise<{ decision: Decision; article: Story }> {
    return this.staying(() => send("POST", this.path(`articles/${id}/decisions`), { action }));
  }

  /** The audit, newest first. */
  decisions(cursor?: string): Promise<{ decisions: LoggedDecision[]; next?: string }> {
    return this.staying(() => get(this.path("decisions", { cursor })));
  }

  private decide(id: string, body: object): Promise<Ruled> {
    return this.staying(() => send("POST", this.path(`comments/${id}/decisions`), body));
  }

  private async staying<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (!isSignedOut(error)) throw error;
      await this.signInAgain();
      return this.staying(call);
    }
  }

  private path(rest: string, query: Record<string, string | undefined> = {}): string {
    return address(`moderation/${rest}`, { site: this.site, ...query });
  }
}
