import { availableParallelism } from "node:os";
import workerpool from "workerpool";
import { DecodeError } from "../decode/decode-error.ts";
import type { AugmentJob, DecodedJob, DecodeJob } from "./decode-views.ts";
import { type LentJob, takeResult } from "./lend-result.ts";
import { PixelMemory } from "./pixel-memory.ts";
import { type GroupOutcome, runDecodeGroup } from "./run-decode-group.ts";
import { canShareMemory, type MemoryReader, openMemoryOf } from "./shared-memory.ts";
import { workerScript } from "./worker-script.ts";

/** How decoding is spread over processes. */
export interface DecodePoolOptions {
  /** Processes; one for each core, at most 4, if left out. */
  readonly workers?: number;
  /** How long one file may hold up its process before it is given up; 20 if left out. */
  readonly secondsPerClip?: number;
}

interface Ticket {
  readonly job: DecodeJob | AugmentJob;
  readonly resolve: (result: DecodedJob) => void;
  readonly reject: (error: Error) => void;
  readonly signal?: AbortSignal;
  /** Whether a process has crashed or stalled at this file already; then it is tried alone. */
  suspect: boolean;
}

/** Jobs that a process takes at a time, so that it has work while this process is busy with a training step. */
const groupSize = 16;

/**
 * Decodes files in processes of their own: what crashes or hangs there costs one clip, not the run.
 *
 * A file at which a process crashes or stalls is tried once more, alone in a fresh process, because in a group the blame
 * may be its neighbor's; then it is given up. Both tries together take `secondsPerClip` at most.
 */
export class DecodePool {
  readonly #workers: number;
  readonly #secondsPerClip: number;
  readonly #pool: workerpool.Pool;
  readonly #queue: Ticket[] = [];
  /** Of results that were handed back. */
  readonly #pixels = new PixelMemory();
  /** The processes that have worked so far, with their memory where it can be read. */
  readonly #processes = new Map<number, MemoryReader | undefined>();
  #share = canShareMemory();
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
    return [...this.#processes.keys()];
  }

  /**
   * Decode one file in one of the processes, or make views of frames that are decoded.
   *
   * @throws DecodeError with a reason if it does not decode; Error if decoding is impossible here
   */
  decode(job: DecodeJob | AugmentJob, signal?: AbortSignal): Promise<DecodedJob> {
    if (this.#disposed)
      return Promise.reject(new Error("DecodePool.decode: expected an open pool, got one that is disposed"));
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject, signal, suspect: false });
      setImmediate(() => this.#pump()); // once all jobs of this turn are known
    });
  }

  /** Hand back the pixels of a result: nobody reads them any more, and those of others may take their place. */
  reuse(pixels: Uint8Array): void {
    this.#pixels.give(pixels);
  }

  /** End the processes. Jobs that are not done are rejected. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const { reject } of this.#queue.splice(0)) reject(closed());
    await this.#pool.terminate(true);
    for (const id of [...this.#processes.keys()]) this.#forget(id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  #pump(): void {
    while (this.#running < this.#workers && this.#queue.length > 0) {
      const group = this.#takeGroup();
      if (group.length === 0) continue;
      this.#running++;
      void this.#run(group).finally(() => {
        this.#running--;
        this.#pump();
      });
    }
  }

  /**
   * The next jobs that are still wanted: an even share for each process, or one suspect alone. Of processes that are free
   * together each takes every other job, so that those in front, which are waited for, are done first.
   */
  #takeGroup(): Ticket[] {
    const queue = this.#queue.splice(0);
    const free = this.#workers - this.#running;
    const share = queue[0]!.suspect ? 1 : Math.min(groupSize, Math.ceil(queue.length / this.#workers));
    const takes = (at: number) => at === 0 || (at % free === 0 && at / free < share && !queue[at]!.suspect);
    const taken = queue.filter((_, at) => takes(at));
    this.#queue.push(...queue.filter((_, at) => !takes(at)));
    for (const { reject, signal } of taken) if (signal?.aborted) reject(signal.reason);
    return taken.filter(({ signal }) => !signal?.aborted);
  }

  async #run(group: readonly Ticket[]): Promise<void> {
    const open = new Set(group);
    let id: number | undefined;
    const work = { jobs: group.map(({ job }) => job), share: this.#share, seconds: this.#patience(group) };
    const outcome = await runDecodeGroup(this.#pool, work, (event) => {
      const ticket = group[event.position]!;
      if (event.event === "start") {
        id = event.process;
        this.#meet(id, event.memory);
      } else if (event.event === "failed") {
        open.delete(ticket);
        ticket.reject(new DecodeError(event.reason, event.message));
      } else if (this.#answer(ticket, event.result, id)) open.delete(ticket);
    });
    if (outcome.end !== "done" && id !== undefined) this.#forget(id);
    this.#settle([...open], outcome, group.length === 1);
  }

  #meet(id: number, memory: number | undefined): void {
    if (!this.#processes.has(id)) this.#processes.set(id, memory === undefined ? undefined : openMemoryOf(id, memory));
  }

  #forget(id: number): void {
    this.#processes.get(id)?.close();
    this.#processes.delete(id);
  }

  /** Hand a result on; false if its pixels cannot be read: from then on they come through the channel. */
  #answer(ticket: Ticket, result: LentJob, id: number | undefined): boolean {
    try {
      ticket.resolve(takeResult(id === undefined ? undefined : this.#processes.get(id), result, this.#pixels));
      return true;
    } catch {
      this.#share = false;
      return false;
    }
  }

  /** Seconds for each file of a group: a quarter of the limit in company, what is left of it alone. */
  #patience([first, ...rest]: readonly Ticket[]): number {
    if (rest.length > 0) return this.#secondsPerClip / 4;
    return first!.suspect ? (this.#secondsPerClip * 3) / 4 : this.#secondsPerClip;
  }

  /** Deal with the jobs a process left open: the first is suspect or given up, those behind it go back to the queue. */
  #settle([first, ...rest]: readonly Ticket[], outcome: GroupOutcome, alone: boolean): void {
    if (!first) return;
    if (outcome.end === "done") {
      this.#queue.unshift(first, ...rest);
      return;
    }
    if (this.#disposed || outcome.end === "impossible") {
      const error = this.#disposed ? closed() : (outcome as { error: Error }).error;
      for (const { reject } of [first, ...rest]) reject(error);
      return;
    }
    this.#queue.unshift(...rest);
    if (first.suspect || (alone && outcome.end === "stalled")) first.reject(this.#verdict(first, outcome));
    else this.#queue.unshift(Object.assign(first, { suspect: true }));
  }

  #verdict({ job: { path } }: Ticket, outcome: GroupOutcome): DecodeError {
    if (outcome.end === "crashed")
      return new DecodeError(
        "worker crashed",
        `decodeClip: the process that decoded ${path} ended: ${outcome.message}`,
      );
    return new DecodeError("timed out", `decodeClip: ${path} took longer than ${this.#secondsPerClip} seconds`);
  }
}

function closed(): Error {
  return new Error("DecodePool.dispose: the pool was closed before this file was decoded");
}
