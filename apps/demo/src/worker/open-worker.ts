import { proxy, type Remote, wrap } from "comlink";
import { giveAway } from "./hand-over.ts";
import type { WorkerApi } from "./worker-api.ts";
import { WorkerLine } from "./worker-line.ts";

/** The page's one worker. */
export type ModelWorker = Remote<WorkerApi>;

/** The worker, and how to begin again. */
export interface OpenedWorker {
  readonly worker: ModelWorker;
  /**
   * Put another worker in its place, which goes on with all that this one knows.
   *
   * WebAssembly that was refused memory keeps what it had taken until then: only the end of its worker gives that back.
   */
  renew(): Promise<void>;
}

/** What a worker says unasked, in sentences. */
export interface WorkerEars {
  /** The worker itself failed. */
  onFailure(message: string): void;
  /** Something that the person should know. */
  onNotice(text: string): void;
}

/**
 * Start the worker that does everything slow.
 *
 * @param base address beside which the page's models are
 */
export function openWorker({ onFailure, onNotice }: WorkerEars, base = document.baseURI): OpenedWorker {
  const line = new WorkerLine(() => {
    const worker = new Worker(new URL("./model-worker.ts", import.meta.url), { type: "module", name: "model" });
    worker.addEventListener("error", ({ message }) =>
      onFailure(`The worker stopped: ${message || "it could not be started"}. Reload the page.`),
    );
    return worker;
  });
  const worker = wrap<WorkerApi>(line);
  const begin = () => worker.open(base, proxy(onNotice));
  void begin();
  return {
    worker,
    async renew() {
      const work = await worker.pack();
      line.replaceWorker();
      await begin();
      await worker.unpack(giveAway(work));
    },
  };
}
