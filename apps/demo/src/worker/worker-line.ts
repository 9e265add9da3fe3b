import type { Endpoint } from "comlink";

type Listener = EventListenerOrEventListenerObject;

/** The way to a worker, for Comlink, on which another can take its place: who listened goes on listening. */
export class WorkerLine implements Endpoint {
  readonly #start: () => Worker;
  readonly #listeners: [type: string, listener: Listener][] = [];
  #worker: Worker;

  /** @param start starts a worker */
  constructor(start: () => Worker) {
    this.#start = start;
    this.#worker = start();
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.push([type, listener]);
    this.#worker.addEventListener(type, listener);
  }

  removeEventListener(type: string, listener: Listener): void {
    const at = this.#listeners.findIndex(([one, other]) => one === type && other === listener);
    if (at >= 0) this.#listeners.splice(at, 1);
    this.#worker.removeEventListener(type, listener);
  }

  /** End the worker, with all its memory, and start another. What the old one has not answered it never will. */
  replaceWorker(): void {
    this.#worker.terminate();
    this.#worker = this.#start();
    for (const [type, listener] of this.#listeners) this.#worker.addEventListener(type, listener);
  }
}
