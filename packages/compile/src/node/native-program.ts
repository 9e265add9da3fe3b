import { type HostTensor, mapTree } from "@vivit/nn";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { CallQueue } from "../call-queue.ts";
import { initialCarry, noCarry, noState, without } from "../carry.ts";
import { checkInputs } from "../check-inputs.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import type { Branches, Program } from "../program.ts";
import { isBelow, type Traced, type TracedLeaf } from "../trace/trace-function.ts";
import { CarryBuffers } from "./carry-buffers.ts";
import { allocate, lend } from "./session.ts";

type Tensors = Record<string, Tensor>;

/** A traced function on ONNX Runtime. */
export class NativeProgram implements Program<Branches, unknown, string> {
  readonly #traced: Traced;
  readonly #session: InferenceSession;
  readonly #carry: string | undefined;
  readonly #queue = new CallQueue();
  readonly #used: ReadonlySet<string>;
  readonly #stepInputs: readonly TracedLeaf[];
  readonly #carryInputs: readonly TracedLeaf[];
  #buffers: CarryBuffers | undefined;

  constructor(traced: Traced, session: InferenceSession, inputs: unknown, carry?: string) {
    const isCarried = ({ path }: TracedLeaf) => carry !== undefined && isBelow(path, carry);
    this.#traced = traced;
    this.#session = session;
    this.#carry = carry;
    this.#used = new Set(traced.graph.inputs.map(({ name }) => name));
    this.#carryInputs = traced.inputs.filter(isCarried);
    this.#stepInputs = traced.inputs.filter((leaf) => !isCarried(leaf));
    const state = carry === undefined ? undefined : initialCarry(inputs, carry);
    if (state) this.#write(checkInputs("compile", this.#carryInputs, state));
  }

  run(inputs: unknown): Promise<never> {
    return this.#queue.run("run", async () => {
      const values = checkInputs("run", this.#traced.inputs, inputs);
      const results = await this.#execute(values, this.#traced.outputs, { feeds: {}, fetches: {} });
      return this.#tree(this.#traced.outputTree, results);
    });
  }

  step(inputs: unknown): Promise<never> {
    return this.#queue.run("step", async () => {
      const values = checkInputs("step", this.#stepInputs, inputs);
      const buffers = this.#state("step");
      const rest = this.#traced.outputs.filter(({ path }) => !isBelow(path, this.#carry!));
      const results = await this.#execute(values, rest, buffers.tensors);
      buffers.swap();
      return this.#tree(without(this.#traced.outputTree as Branches, this.#carry!), results);
    });
  }

  readCarry(): Promise<never> {
    return this.#queue.run("readCarry", () => {
      const buffers = this.#state("readCarry");
      const branch = (this.#traced.outputTree as Branches)[this.#carry!];
      return mapTree(branch, (_, path) => buffers.read(path), this.#carry) as never;
    });
  }

  writeCarry(state: unknown): Promise<void> {
    return this.#queue.run("writeCarry", () => {
      if (this.#carry === undefined) throw new Error(noCarry("writeCarry"));
      this.#write(checkInputs("writeCarry", this.#carryInputs, { [this.#carry]: state }));
    });
  }

  toOnnx(): Uint8Array {
    this.#queue.check("toOnnx");
    return encodeModel(this.#traced.graph);
  }

  dispose(): Promise<void> {
    return this.#queue.dispose(async () => {
      this.#buffers = undefined;
      this.#session.endProfiling();
      await this.#session.release();
    });
  }

  /** Run the session; `outputs` get new memory, `fixed` is fed and fetched besides. */
  async #execute(
    values: ReadonlyMap<string, HostTensor>,
    outputs: readonly TracedLeaf[],
    fixed: { feeds: Tensors; fetches: Tensors },
  ): Promise<Map<string, HostTensor>> {
    const feeds = { ...fixed.feeds };
    for (const { path, name } of this.#traced.inputs)
      if (values.has(path) && this.#used.has(name!)) feeds[name!] = lend(values.get(path)!);
    const fetches = { ...fixed.fetches };
    const results = new Map<string, HostTensor>();
    for (const leaf of outputs) {
      const result = leaf.name === undefined ? copy(values.get(leaf.path)!) : allocate(leaf);
      if (leaf.name !== undefined) fetches[leaf.name] = lend(result);
      results.set(leaf.path, result);
    }
    if (Object.keys(fetches).length > 0) await this.#session.run(feeds, fetches);
    return results;
  }

  #tree(structure: unknown, results: ReadonlyMap<string, HostTensor>): never {
    return mapTree(structure, (_, path) => results.get(path)!) as never;
  }

  #state(caller: string): CarryBuffers {
    if (this.#carry === undefined) throw new Error(noCarry(caller));
    if (!this.#buffers) throw new Error(noState(caller));
    return this.#buffers;
  }

  #write(state: ReadonlyMap<string, HostTensor>): void {
    const outputs = this.#traced.outputs.filter(({ path }) => isBelow(path, this.#carry!));
    this.#buffers ??= new CarryBuffers(this.#carryInputs, outputs, this.#used);
    this.#buffers.write(state);
  }
}

function copy({ dtype, shape, values }: HostTensor): HostTensor {
  return { dtype, shape: [...shape], values: values.slice() };
}
