import { describe, expect, it } from "vitest";
import { WorkerLine } from "./worker-line.ts";

/** A worker that answers with its number. */
function numberedWorker(number: number): Worker & { ended: boolean } {
  const target = new EventTarget();
  const worker = {
    ended: false,
    postMessage: (message: unknown) =>
      target.dispatchEvent(new MessageEvent("message", { data: `${number}: ${message}` })),
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    terminate: () => {
      worker.ended = true;
    },
  };
  return worker as never;
}

describe("WorkerLine", () => {
  it("goes on with another worker, for everybody who listens still", () => {
    const workers: ReturnType<typeof numberedWorker>[] = [];
    const line = new WorkerLine(() => {
      workers.push(numberedWorker(workers.length));
      return workers.at(-1)!;
    });
    const heard: string[] = [];
    const [stays, goes] = [1, 2].map((ear) => (event: Event) => heard.push(`${ear} ${(event as MessageEvent).data}`));
    line.addEventListener("message", stays!);
    line.addEventListener("message", goes!);
    line.postMessage("a");
    line.removeEventListener("message", goes!);
    line.replaceWorker();
    line.postMessage("b");
    expect(heard).toEqual(["1 0: a", "2 0: a", "1 1: b"]);
    expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
  });
});
