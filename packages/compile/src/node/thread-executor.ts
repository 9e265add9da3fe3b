import type { HostTensor } from "@vivit/nn";
import type { CarriedState, Executor, Model, NamedLeaf } from "../executor.ts";
import type { TracedLeaf } from "../trace/trace-function.ts";
import { sharedThread } from "./call-thread.ts";
import type { CompileOptions } from "./session.ts";
import { SharedFeeds } from "./shared-feeds.ts";
import type { Call } from "./thread-calls.ts";

/**
 * A graph in a session of another thread, so that this one is free while it runs: ONNX Runtime computes within the call.
 *
 * Inputs are copied on their way there, by memory that both threads see; results change hands; a carried state stays there.
 */
class ThreadExecutor implements Executor<ThreadState> {
  readonly #call: CallProgram;
  readonly #shared = new SharedFeeds();
  readonly #isWrittenOver: boolean;

  constructor(call: CallProgram, { overwritable }: Model) {
    this.#call = call;
    this.#isWrittenOver = overwritable.size > 0;
  }

  async run(
    feeds: ReadonlyMap<string, HostTensor>,
    outputs: readonly NamedLeaf[],
    state?: ThreadState,
  ): Promise<ReadonlyMap<string, HostTensor>> {
    await state?.written;
    const result = await this.#call({
      name: "run",
      feeds: this.#shared.share(feeds),
      outputs,
      stateful: state !== undefined,
    });
    return result as ReadonlyMap<string, HostTensor>;
  }

  createState(inputs: readonly NamedLeaf[], outputs: readonly TracedLeaf[], used: ReadonlySet<string>): ThreadState {
    const created = this.#call({ name: "createState", inputs, outputs, used });
    return new ThreadState(this.#call, created, this.#isWrittenOver);
  }

  async release(): Promise<void> {
    await this.#call({ name: "release" });
  }
}

class ThreadState implements CarriedState {
  readonly #call: CallProgram;
  /** Settles when the thread has taken everything; rejects if it could not. */
  written: Promise<unknown>;

  readonly isWrittenOver: boolean;

  constructor(call: CallProgram, created: Promise<unknown>, isWrittenOver: boolean) {
    this.#call = call;
    this.isWrittenOver = isWrittenOver;
    this.written = created;
    created.catch(() => undefined); // told by the next run
  }

  write(values: ReadonlyMap<string, HostTensor>): void {
    this.written = Promise.all([this.written, this.#call({ name: "write", values })]);
    this.written.catch(() => undefined); // told by the next run
  }

  read(path: string): Promise<HostTensor> {
    return this.#call({ name: "read", path }) as Promise<HostTensor>;
  }

  dispose(): void {
    this.#call({ name: "dispose" }).catch(() => undefined); // what follows is the end of the program
  }
}

/** Sends a call to one program of the thread. */
type CallProgram = (call: Unnumbered<Call>) => Promise<unknown>;
type Unnumbered<C> = C extends unknown ? Omit<C, "program"> : never;

let programs = 0;

/** Load a model into ONNX Runtime in the thread that all such programs share. */
export async function createThreadExecutor(model: Model, options: CompileOptions<string, string>): Promise<Executor> {
  const [thread, program] = [sharedThread(), programs++];
  const call: CallProgram = (what) => thread.call({ ...what, program } as Call);
  await call({ name: "load", model, options });
  return new ThreadExecutor(call, model);
}
