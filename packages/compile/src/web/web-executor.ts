import type { HostTensor } from "@vivit/nn";
import type { InferenceSession, Tensor } from "onnxruntime-web";
import type { Executor, Model, NamedLeaf } from "../executor.ts";
import type { TracedLeaf } from "../trace/trace-function.ts";
import type { CompileOptions } from "./compile-options.ts";
import { type OrtWeb, openSession } from "./open-session.ts";
import { readTensor } from "./read-tensor.ts";
import { WebState } from "./web-state.ts";

/** A graph in a session of WebAssembly or WebGPU. */
class WebExecutor implements Executor<WebState> {
  readonly #ort: OrtWeb;
  readonly #session: InferenceSession;
  readonly #isProfiled: boolean;

  constructor(ort: OrtWeb, session: InferenceSession, isProfiled: boolean) {
    this.#ort = ort;
    this.#session = session;
    this.#isProfiled = isProfiled;
  }

  async run(
    values: ReadonlyMap<string, HostTensor>,
    outputs: readonly NamedLeaf[],
    state?: WebState,
  ): Promise<ReadonlyMap<string, HostTensor>> {
    const feeds: Record<string, Tensor> = { ...state?.feeds };
    for (const [name, { dtype, shape, values: numbers }] of values)
      feeds[name] = new this.#ort.Tensor(dtype, numbers as Float32Array, shape);
    const fetches = [...(state?.fetches ?? []), ...outputs.map(({ name }) => name)];
    const results = fetches.length > 0 ? await this.#session.run(feeds, fetches) : {};
    state?.replace(results);
    const read = outputs.map(async (leaf) => [leaf.name, await readTensor(results[leaf.name]!, leaf)] as const);
    return new Map(await Promise.all(read));
  }

  createState(inputs: readonly NamedLeaf[], outputs: readonly TracedLeaf[], used: ReadonlySet<string>): WebState {
    return new WebState(this.#ort, inputs, outputs, used);
  }

  async release(): Promise<void> {
    if (this.#isProfiled) this.#session.endProfiling();
    await this.#session.release();
  }
}

/** Load a model into ONNX Runtime for the web. */
export async function createWebExecutor(model: Model, options: CompileOptions<string, string>): Promise<Executor> {
  const { ort, session } = await openSession(model, options);
  return new WebExecutor(ort, session, options.profile === true);
}
