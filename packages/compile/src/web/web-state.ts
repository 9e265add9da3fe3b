import type { HostTensor } from "@vivit/nn";
import type { Tensor } from "onnxruntime-web";
import type { CarriedState } from "../executor.ts";
import type { TracedLeaf } from "../trace/trace-function.ts";
import type { OrtWeb } from "./open-session.ts";
import { readTensor } from "./read-tensor.ts";

/** A carried state as the runtime's own tensors: what one step returns the next one takes, on the device if there is one. */
export class WebState implements CarriedState {
  readonly isWrittenOver = false;
  readonly #ort: OrtWeb;
  readonly #inputs: readonly TracedLeaf[];
  readonly #used: ReadonlySet<string>;
  readonly #outputNames: ReadonlyMap<string, string>;
  readonly #tensors = new Map<string, Tensor>();

  constructor(ort: OrtWeb, inputs: readonly TracedLeaf[], outputs: readonly TracedLeaf[], used: ReadonlySet<string>) {
    this.#ort = ort;
    this.#inputs = inputs;
    this.#used = used;
    this.#outputNames = new Map(
      outputs.flatMap(({ path, name }) => (name === undefined ? [] : [[path, name] as const])),
    );
  }

  /** What to feed for the next step. */
  get feeds(): Record<string, Tensor> {
    const used = this.#inputs.filter(({ name }) => this.#used.has(name!));
    return Object.fromEntries(used.map(({ path, name }) => [name!, this.#tensors.get(path)!]));
  }

  /** The outputs that are the new state. */
  get fetches(): readonly string[] {
    return [...this.#outputNames.values()];
  }

  /** Take what a step returned as the state. */
  replace(results: Readonly<Record<string, Tensor>>): void {
    for (const [path, name] of this.#outputNames) this.#set(path, results[name]!);
  }

  write(values: ReadonlyMap<string, HostTensor>): void {
    for (const [path, { dtype, shape, values: numbers }] of values)
      this.#set(path, new this.#ort.Tensor(dtype, numbers.slice() as Float32Array, shape));
  }

  async read(path: string): Promise<HostTensor> {
    const leaf = this.#inputs.find((input) => input.path === path)!;
    const tensor = await readTensor(this.#tensors.get(path)!, leaf);
    return { ...tensor, values: tensor.values.slice() };
  }

  dispose(): void {
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
  }

  #set(path: string, tensor: Tensor): void {
    this.#tensors.get(path)?.dispose();
    this.#tensors.set(path, tensor);
  }
}
