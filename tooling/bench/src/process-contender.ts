import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Contender, Run } from "./contender.ts";

/**
 * Start a contender in a process of its own, so that memory is its own and threads do not meet.
 *
 * The process says `{"ready": about}`, then answers every line with `{"seconds", "peakBytes"}`.
 */
export async function processContender(
  command: string,
  commandArguments: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Contender> {
  const child = spawn(command, commandArguments, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const conversation = new Conversation(child);
  const { ready } = (await conversation.next()) as { ready: string };
  return {
    about: ready,
    run: async () => {
      child.stdin.write("run\n");
      return (await conversation.next()) as Run;
    },
    dispose: async () => {
      const ended = once(child, "close");
      child.stdin.end();
      await ended;
    },
  };
}

/** Lines of JSON from a process; what else it prints is skipped. */
class Conversation {
  readonly #lines: AsyncIterator<string>;
  readonly #name: string;
  #complaints = "";

  constructor(child: ChildProcessByStdio<Writable, Readable, Readable>) {
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.#name = child.spawnargs.slice(-6).join(" ");
    child.stderr.on("data", (text) => {
      this.#complaints = (this.#complaints + text).slice(-4000);
    });
  }

  async next(): Promise<unknown> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`bench: ${this.#name} ended early:\n${this.#complaints}`);
      if (value.startsWith("{")) return JSON.parse(value);
    }
  }
}
