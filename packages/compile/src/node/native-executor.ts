import type { HostTensor } from "@vivit/nn";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { Executor, Model, NamedLeaf } from "../executor.ts";
import type { TracedLeaf } from "../trace/trace-function.ts";
import { CarryBuffers } from "./carry-buffers.ts";
import { openSession } from "./open-session.ts";
import { allocate, type CompileOptions, lend } from "./session.ts";

/** A graph in a native session; the memory of inputs and outputs is lent, not copied. */
class NativeExecutor implements Executor<CarryBuffers> {
  readonly #session: InferenceSession;
  readonly #overwritable: ReadonlySet<string>;

  constructor(session: InferenceSession, { overwritable }: Model) {
    this.#session = session;
    this.#overwritable = overwritable;
  }

  async run(
    values: ReadonlyMap<string, HostTensor>,
    outputs: readonly NamedLeaf[],
    state?: CarryBuffers,
  ): Promise<ReadonlyMap<string, HostTensor>> {
    const feeds: Record<string, Tensor> = { ...state?.tensors.feeds };
    for (const [name, value] of values) feeds[name] = lend(value);
    const fetches: Record<string, Tensor> = { ...state?.tensors.fetches };
    const results = new Map(outputs.map((leaf) => [leaf.name, allocate(leaf)]));
    for (const [name, result] of results) fetches[name] = lend(result);
    if (Object.keys(fetches).length > 0) await this.#session.run(feeds, fetches);
    state?.swap();
    return results;
  }

  createState(inputs: readonly NamedLeaf[], outputs: readonly TracedLeaf[], used: ReadonlySet<string>): CarryBuffers {
    return new CarryBuffers(inputs, outputs, used, this.#overwritable);
  }

  async release(): Promise<void> {
    this.#session.endProfiling();
    await this.#session.release();
  }
}

/** Load a model into ONNX Runtime. */
export async function createNativeExecutor(model: Model, options: CompileOptions<string, string>): Promise<Executor> {
  return new NativeExecutor(await openSession(model.graph, options), model);
}
