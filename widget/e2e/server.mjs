// The real product, on a free port, with a database of its own. UNDERSTORY_BIN names a binary that is
// already built; without it the server is built from this checkout.

import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));

export class Server {
  #folder;
  #binary;
  #process;
  #output = "";

  static async start() {
    const server = new Server();
    server.#folder = await mkdtemp(join(tmpdir(), "understory-e2e-"));
    server.#binary = process.env.UNDERSTORY_BIN ?? build(server.#folder);
    server.port = await freePort();
    await server.start();
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  async start() {
    this.#process = spawn(this.#binary, [], this.#surroundings());
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on("data", (data) => {
        this.#output += data;
      });
    }
    await this.#untilReady();
  }

  /** The link that makes the first owner, as it was printed. */
  get setupLink() {
    return /http\S+#setup=\S+/.exec(this.#output)?.[0];
  }

  /** Runs a command of the product on the same database, as its owner would in a terminal. */
  command(line, input = "") {
    return execFileSync(this.#binary, line, { ...this.#surroundings(), input, encoding: "utf8" });
  }

  /** Ends the process and keeps the database. */
  async stop() {
    if (this.#process.exitCode !== null) return;
    const exited = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await exited;
  }

  async remove() {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Posts as a guest, as the widget would; gives the comment. */
  async post(page, { body, name = "Ruth Adeyemi", parent, key = guest(), site = "demo", threadId }) {
    const response = await fetch(`${this.url}/api/v1/comments`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Guest ${key}`,
        Origin: new URL(page).origin,
      },
      body: JSON.stringify({ site, url: page, body, name, parent, thread_id: threadId }),
    });
    const answer = await response.json();
    if (response.status !== 201) throw new Error(`seed: ${response.status} ${JSON.stringify(answer)}`);
    return answer.comment;
  }

  async thread(page, site = "demo") {
    const query = new URLSearchParams({ site, url: page });
    const response = await fetch(`${this.url}/api/v1/thread?${query}`);
    return response.json();
  }

  #surroundings() {
    return {
      cwd: this.#folder,
      env: {
        ...process.env,
        UNDERSTORY_ADDR: `127.0.0.1:${this.port}`,
        DATABASE_URL: `sqlite:${join(this.#folder, "e2e.db")}`,
        UNDERSTORY_RATE_LIMIT: "off",
      },
    };
  }

  async #untilReady() {
    for (let waited = 0; waited < 15_000; waited += 50) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      if (this.#process.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the server did not become ready:\n${this.#output}`);
  }
}

export function guest() {
  return randomBytes(32).toString("base64url");
}

function build(folder) {
  const binary = join(folder, "understory");
  execFileSync("go", ["build", "-o", binary, "./server"], { cwd: repository, stdio: "inherit" });
  return binary;
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}
