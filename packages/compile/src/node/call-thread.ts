import { Worker } from "node:worker_threads";
import type { Answer, Call } from "./thread-calls.ts";

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

let shared: CallThread | undefined;

/** The thread of this process in which programs run; a new one if the last has ended. */
export function sharedThread(): CallThread {
  if (!shared?.isOpen) shared = new CallThread();
  return shared;
}

/** A thread that answers calls. It keeps the process alive only while one is unanswered. */
export class CallThread {
  readonly #worker = startWorker();
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  #ended: Error | undefined;

  constructor() {
    this.#worker.unref();
    this.#worker.on("message", (answer: Answer) => this.#settle(answer));
    this.#worker.on("error", (error) => this.#end(error as Error));
    this.#worker.on("exit", () => this.#end(new Error("compile: the thread that ran programs has ended")));
  }

  /** @throws what the thread threw, or Error if it ended */
  call(call: Call): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#calls++;
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, call });
    });
  }

  get isOpen(): boolean {
    return this.#ended === undefined;
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ("error" in answer) waiting?.reject(Object.assign(new Error(answer.error.message), answer.error));
    else waiting?.resolve(answer.result);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

/** A call makes some hundred small objects: with room for many calls, garbage is seldom collected between two of them. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };

/** Start the thread's file: compiled in the published package, TypeScript in a checkout. */
function startWorker(): Worker {
  // This module is imported on demand, so the build gives it a file at the top, beside that of the thread.
  if (!import.meta.url.endsWith(".ts"))
    return new Worker(new URL("./executor-thread.js", import.meta.url), { resourceLimits });
  const script = JSON.stringify(new URL("./executor-thread.ts", import.meta.url).href);
  const begin = `import("tsx/esm/api").then(({ register }) => { register(); return import(${script}); });`;
  return new Worker(begin, { eval: true, execArgv: ["--conditions", "@vivit/source"], resourceLimits });
}
