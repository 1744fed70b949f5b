import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { source } from "./source.mjs";

const { request, answer, Problem } = await source("shared/api/request");
const answers = new Map();
const server = createServer(async (incoming, outgoing) => {
  let body = "";
  for await (const chunk of incoming) body += chunk;
  answers.get(incoming.url)(outgoing, {
    ...incoming,
    method: incoming.method,
    headers: incoming.headers,
    body,
  });
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
after(() => {
  server.closeAllConnections();
  server.close();
});

/** The address of a server that answers in this way. */
function at(path, respond) {
  answers.set(path, respond);
  return `http://127.0.0.1:${server.address().port}${path}`;
}

function problem(status, document) {
  return (outgoing) => {
    outgoing.writeHead(status, { "Content-Type": "application/problem+json" });
    outgoing.end(JSON.stringify({ type: "about:blank", title: "Title", status, ...document }));
  };
}

async function failing(promise) {
  const error = await promise.then(
    () => assert.fail("it did not fail"),
    (reason) => reason,
  );
  assert.ok(error.constructor.name === "Problem", String(error));
  return error;
}

test("JSON goes out and comes in", async () => {
  const url = at("/echo", (outgoing, incoming) => {
    outgoing.end(
      JSON.stringify({
        method: incoming.method,
        type: incoming.headers["content-type"],
        body: incoming.body,
        key: incoming.headers["idempotency-key"],
      }),
    );
  });
  const got = await request(url, { method: "POST", body: { a: 1 }, headers: { "Idempotency-Key": "k" } });
  assert.deepEqual(got, { method: "POST", type: "application/json", body: '{"a":1}', key: "k" });
});

test("reading sends no header that would need a preflight", async () => {
  const url = at("/plain", (outgoing, incoming) =>
    outgoing.end(JSON.stringify(incoming.headers["content-type"] ?? null)),
  );
  assert.equal(await request(url), null);
});

test("an empty answer is undefined", async () => {
  const url = at("/empty", (outgoing) => outgoing.writeHead(204).end());
  assert.equal(await request(url, { method: "DELETE" }), undefined);
});

test("a refusal carries kind, sentence, field, findings and the time to wait", async () => {
  const findings = [{ detector: "words", reason: "It may hurt.", span: [0, 4] }];
  const error = await failing(
    request(
      at(
        "/refused",
        problem(422, { kind: "nudge", detail: "Read it again.", field: "body", findings, retryAfter: 7 }),
      ),
    ),
  );
  const { kind, status, message, field, retryAfter } = error;
  assert.deepEqual(
    { kind, status, message, field, retryAfter },
    { kind: "nudge", status: 422, message: "Read it again.", field: "body", retryAfter: 7 },
  );
  assert.deepEqual(error.findings, findings);
});

for (const [what, respond] of Object.entries({
  "a proxy's page": (outgoing) => outgoing.writeHead(502).end("<html>Bad Gateway</html>"),
  "JSON that is not ours": (outgoing) => outgoing.writeHead(500).end('{"error":"x"}'),
  "a JSON list": (outgoing) => outgoing.writeHead(500).end("[]"),
  "an empty error": (outgoing) => outgoing.writeHead(503).end(),
  "a page where JSON belongs": (outgoing) =>
    outgoing.writeHead(200).end("<html>Sign in to the hotel network</html>"),
})) {
  test(`${what} is unreadable`, async () => {
    assert.equal((await failing(request(at(`/${encodeURIComponent(what)}`, respond)))).kind, "unreadable");
  });
}

test("no server at all is offline", async () => {
  const gone = createServer().listen(0, "127.0.0.1");
  await once(gone, "listening");
  const { port } = gone.address();
  gone.close();
  await once(gone, "close");
  const error = await failing(request(`http://127.0.0.1:${port}/`));
  assert.deepEqual([error.kind, error.status], ["offline", 0]);
});

test("a connection that breaks off in the middle is offline", async () => {
  const url = at("/broken", (outgoing) => {
    outgoing.writeHead(200, { "Content-Length": "100" });
    outgoing.write('{"a":', () => outgoing.destroy());
  });
  assert.equal((await failing(request(url))).kind, "offline");
});

test("no answer in time is a timeout, and the request is given up", async () => {
  const closed = new Promise((resolve) => {
    at("/slow", (outgoing) => outgoing.on("close", resolve));
  });
  const error = await failing(request(at("/slow", answers.get("/slow")), { timeout: 50 }));
  assert.deepEqual([error.kind, error.status], ["timeout", 0]);
  await closed;
});

test("an answer that begins in time and never ends is a timeout too", async () => {
  const url = at("/endless", (outgoing) => outgoing.writeHead(200).write("{"));
  assert.equal((await failing(request(url, { timeout: 80 }))).kind, "timeout");
});

test("a request that somebody else sent is read in the same way", async () => {
  assert.deepEqual(await answer(fetch(at("/sent", (outgoing) => outgoing.end('{"a":1}')))), { a: 1 });
  assert.equal((await failing(answer(Promise.reject(new TypeError("no network"))))).kind, "offline");
});

test("a problem without a sentence says its kind", () => {
  assert.equal(new Problem(400, { kind: "bad_json" }).message, "bad_json");
});
