// One request to our server, with a deadline, and one kind of error. Knows no endpoint.

export interface Finding {
  detector: string;
  reason: string;
  /** Start and end in the text, in code points. */
  span?: [number, number];
}

/** What the server says when it refuses (RFC 9457); `kind` is what code branches on. */
interface ProblemDocument {
  kind: string;
  detail?: string;
  field?: string;
  findings?: Finding[];
  retryAfter?: number;
}

/**
 * A request that did not do what was asked. Besides the server's kinds there are three of our own:
 * `offline` (no answer at all), `timeout` (none in time; the request may still have taken effect) and
 * `unreadable` (an answer that is not ours, as from a proxy).
 */
export class Problem extends Error {
  readonly kind: string;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly field: string | undefined;
  readonly findings: Finding[];
  /** Seconds. */
  readonly retryAfter: number | undefined;

  constructor(status: number, document: ProblemDocument) {
    super(document.detail ?? document.kind);
    this.kind = document.kind;
    this.status = status;
    this.field = document.field;
    this.findings = document.findings ?? [];
    this.retryAfter = document.retryAfter;
  }
}

export interface RequestOptions {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  credentials?: RequestCredentials;
  /** Milliseconds; 15,000 unless told. */
  timeout?: number;
}

/** Sends JSON, returns the decoded answer (`undefined` for an empty one), throws a `Problem`. */
export function request<T>(url: string, options: RequestOptions = {}): Promise<T> {
  const { method = "GET", body, headers = {}, credentials = "omit", timeout = 15_000 } = options;
  const deadline = new AbortController();
  const json = body === undefined ? undefined : JSON.stringify(body);
  const sent = fetch(url, {
    method,
    credentials,
    cache: "no-cache",
    headers: json === undefined ? headers : { ...headers, "Content-Type": "application/json" },
    signal: deadline.signal,
    ...(json === undefined ? {} : { body: json }),
  });
  return answer<T>(sent, timeout, deadline);
}

/** Reads the answer to a request that somebody else has sent. */
export async function answer<T>(
  sent: Promise<Response>,
  timeout = 15_000,
  deadline = new AbortController(),
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Problem(0, { kind: "timeout" }));
      deadline.abort();
    }, timeout);
  });
  try {
    return await Promise.race([read<T>(sent), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function read<T>(sent: Promise<Response>): Promise<T> {
  const response = await sent.catch(() => {
    throw new Problem(0, { kind: "offline" });
  });
  const text = await response.text().catch(() => {
    throw new Problem(0, { kind: "offline" });
  });
  const value = text === "" ? undefined : parse(text, response.status);
  if (response.ok) return value as T;
  throw new Problem(response.status, problemDocument(value));
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(status, { kind: "unreadable" });
  }
}

function problemDocument(value: unknown): ProblemDocument {
  const document = value as ProblemDocument | undefined;
  return typeof document?.kind === "string" ? document : { kind: "unreadable" };
}
