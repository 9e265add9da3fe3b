import { type Remote, wrap } from "comlink";
import type { WorkerApi } from "./worker-api.ts";

/** The page's one worker. */
export type ModelWorker = Remote<WorkerApi>;

/**
 * Start the worker that does everything slow.
 *
 * @param onFailure told, in a sentence, if the worker itself fails
 * @param base address beside which the page's models are
 */
export function openWorker(onFailure: (message: string) => void, base = document.baseURI): ModelWorker {
  const worker = new Worker(new URL("./model-worker.ts", import.meta.url), { type: "module", name: "model" });
  worker.addEventListener("error", ({ message }) =>
    onFailure(`The worker stopped: ${message || "it could not be started"}. Reload the page.`),
  );
  const remote = wrap<WorkerApi>(worker);
  void remote.open(base);
  return remote;
}
