import { availableParallelism } from "node:os";
import workerpool from "workerpool";
import { DecodeError } from "./decode-error.ts";
import type { DecodedJob, DecodeJob } from "./decode-views.ts";
import type { DecodeEvent } from "./decode-worker.ts";
import { createWatchdog } from "./watchdog.ts";
import { workerScript } from "./worker-script.ts";

/** How decoding is spread over processes. */
export interface DecodePoolOptions {
  /** Processes; one for each core, at most 4, if left out. */
  readonly workers?: number;
  /** How long one file may take before its process is replaced; 20 if left out. */
  readonly secondsPerClip?: number;
}

interface Ticket {
  readonly job: DecodeJob;
  readonly resolve: (result: DecodedJob) => void;
  readonly reject: (error: Error) => void;
  readonly signal?: AbortSignal;
  /** Processes that ended while they decoded this file. */
  crashes: number;
}

/** Jobs that a process takes at a time, so that it has work while this process is busy with a training step. */
const groupSize = 16;

/** A process may take this long to start. */
const secondsToStart = 60;

/**
 * Decodes files in processes of their own: what crashes or hangs there costs one clip, not the run.
 *
 * A process that ends in the middle of a file is replaced and the file tried once more; a file that takes longer than
 * `secondsPerClip` is given up.
 */
export class DecodePool {
  readonly #workers: number;
  readonly #secondsPerClip: number;
  readonly #pool: workerpool.Pool;
  readonly #queue: Ticket[] = [];
  readonly #processes = new Set<number>();
  #running = 0;
  #disposed = false;

  constructor({ workers = Math.min(4, availableParallelism()), secondsPerClip = 20 }: DecodePoolOptions = {}) {
    this.#workers = workers;
    this.#secondsPerClip = secondsPerClip;
    const { path, nodeArguments } = workerScript("decode-worker");
    this.#pool = workerpool.pool(path, {
      workerType: "process",
      maxWorkers: workers,
      workerTerminateTimeout: 200,
      emitStdStreams: true, // else what a dying process prints would land on the terminal
      forkOpts: { serialization: "advanced", execArgv: [...nodeArguments] },
    });
  }

  /** Ids of the processes that have worked so far and are not known to have ended. */
  get processIds(): number[] {
    return [...this.#processes];
  }

  /**
   * Decode one file in one of the processes.
   *
   * @throws DecodeError with a reason if it does not decode; Error if decoding is impossible here
   */
  decode(job: DecodeJob, signal?: AbortSignal): Promise<DecodedJob> {
    if (this.#disposed)
      return Promise.reject(new Error("DecodePool.decode: expected an open pool, got one that is disposed"));
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject, signal, crashes: 0 });
      queueMicrotask(() => this.#pump());
    });
  }

  /** End the processes. Jobs that are not done are rejected. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const { reject } of this.#queue.splice(0)) reject(new Error("DecodePool.dispose: the pool was closed"));
    await this.#pool.terminate(true);
    this.#processes.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  #pump(): void {
    while (this.#running < this.#workers && this.#queue.length > 0) {
      const group = this.#takeGroup();
      if (group.length === 0) continue;
      this.#running++;
      void this.#runGroup(group).finally(() => {
        this.#running--;
        this.#pump();
      });
    }
  }

  /** The next jobs, an even share for each process; a file that ended a process goes alone. */
  #takeGroup(): Ticket[] {
    const share = Math.min(groupSize, Math.ceil(this.#queue.length / this.#workers));
    const alone = this.#queue[0]!.crashes > 0;
    const taken = this.#queue.splice(0, alone ? 1 : share);
    const dropped = taken.filter(({ signal }) => signal?.aborted);
    for (const { reject, signal } of dropped) reject(signal!.reason);
    return taken.filter((ticket) => !dropped.includes(ticket));
  }

  async #runGroup(group: readonly Ticket[]): Promise<void> {
    const open = new Set(group);
    let timedOut = false;
    let pid: number | undefined;
    const hear = (event: DecodeEvent) => {
      if (!("event" in event)) return; // a line that the process printed
      if (event.event === "start") {
        pid = event.process;
        this.#processes.add(pid);
        watchdog.expect(this.#secondsPerClip);
        return;
      }
      const ticket = group[event.position]!;
      open.delete(ticket);
      if (event.event === "decoded") ticket.resolve(event.result);
      else ticket.reject(new DecodeError(event.reason, event.message));
      watchdog.expect(this.#secondsPerClip);
    };
    const task = this.#pool.exec("decodeGroup", [group.map(({ job }) => job)], { on: hear });
    const watchdog = createWatchdog(() => {
      timedOut = true;
      task.cancel();
    });
    watchdog.expect(secondsToStart);
    try {
      await task;
    } catch (error) {
      if (pid !== undefined) this.#processes.delete(pid);
      this.#recover([...open], error as Error, timedOut);
    } finally {
      watchdog.stop();
    }
  }

  /** The file at which a process ended is tried once more or given up; those behind it go back to the queue. */
  #recover(open: readonly Ticket[], error: Error, timedOut: boolean): void {
    const [first, ...rest] = open;
    if (!first) return;
    const ended = timedOut || error instanceof workerpool.TerminateError || this.#disposed;
    if (!ended) {
      for (const { reject } of open) reject(error); // the environment is at fault, not a file
      return;
    }
    const { path } = first.job;
    if (timedOut)
      first.reject(
        new DecodeError("timed out", `decodeClip: ${path} took longer than ${this.#secondsPerClip} seconds`),
      );
    else if (first.crashes++ === 0 && !this.#disposed) this.#queue.unshift(first);
    else
      first.reject(
        new DecodeError("worker crashed", `decodeClip: the process that decoded ${path} ended: ${firstLine(error)}`),
      );
    this.#queue.splice(first.crashes === 1 && !timedOut ? 1 : 0, 0, ...rest);
  }
}

function firstLine(error: Error): string {
  return error.message
    .split("\n")
    .slice(0, 3)
    .map((line) => line.trim())
    .join(", ");
}
