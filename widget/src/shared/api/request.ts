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
  readonly kind!: string;
  readonly field?: string;
  readonly findings!: Finding[];
  /** Seconds. */
  readonly retryAfter?: number;

  /** `status` is 0 when there was no answer. */
  constructor(
    readonly status: number,
    document: ProblemDocument,
  ) {
    super(document.detail ?? document.kind);
    Object.assign(this, { findings: [], ...document, status });
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

const unreadable = { kind: "unreadable" };

/** Sends JSON, returns the decoded answer (`undefined` for an empty one), throws a `Problem`. */
export function request<T>(url: string, options: RequestOptions = {}): Promise<T> {
  const { method = "GET", body, headers = {}, credentials = "omit", timeout = 15_000 } = options;
  return answer<T>(
    fetch(url, {
      method,
      credentials,
      cache: "no-cache",
      headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify(body) ?? null,
      signal: AbortSignal.timeout(timeout),
    }),
  );
}

/** Reads the answer to a request that somebody else has sent. */
export async function answer<T>(sent: Promise<Response>): Promise<T> {
  let response: Response;
  let text: string;
  try {
    response = await sent;
    text = await response.text();
  } catch (error) {
    throw new Problem(0, { kind: (error as Error).name === "TimeoutError" ? "timeout" : "offline" });
  }
  const value = text === "" ? undefined : parse(text, response.status);
  if (response.ok) return value as T;
  throw new Problem(response.status, typeof value?.kind === "string" ? value : unreadable);
}

function parse(text: string, status: number): ProblemDocument | undefined {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(status, unreadable);
  }
}
