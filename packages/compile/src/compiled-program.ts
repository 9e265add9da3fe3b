import { type HostTensor, mapTree } from "@vivit/nn";
import { CallQueue } from "./call-queue.ts";
import { initialCarry, noCarry, noState, without } from "./carry.ts";
import { checkInputs } from "./check-inputs.ts";
import type { CarriedState, Executor, NamedLeaf } from "./executor.ts";
import { encodeModel, encodeModelFiles, type ModelFiles } from "./onnx/encode-model.ts";
import { type OnnxOptions, withPrecision } from "./onnx/onnx-options.ts";
import type { Branches, PrecisionReport, Program } from "./program.ts";
import { isBelow, type Traced, type TracedLeaf } from "./trace/trace-function.ts";

/** A traced function in a runtime: the structure of its inputs, outputs and state around a session. */
export class CompiledProgram implements Program<Branches, unknown, string> {
  readonly #traced: Traced;
  readonly #executor: Executor;
  readonly #carry: string | undefined;
  readonly #queue = new CallQueue();
  readonly #used: ReadonlySet<string>;
  readonly #stepInputs: readonly TracedLeaf[];
  readonly #carryInputs: readonly TracedLeaf[];
  #state: CarriedState | undefined;

  readonly precision: PrecisionReport;

  constructor(
    traced: Traced,
    executor: Executor,
    inputs: unknown,
    { carry, precision }: { carry: string | undefined; precision: PrecisionReport },
  ) {
    this.precision = precision;
    const isCarried = ({ path }: TracedLeaf) => carry !== undefined && isBelow(path, carry);
    this.#traced = traced;
    this.#executor = executor;
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
      const results = await this.#execute(values, this.#traced.outputs);
      return this.#tree(this.#traced.outputTree, results);
    });
  }

  step(inputs: unknown): Promise<never> {
    return this.#queue.run("step", async () => {
      const values = checkInputs("step", this.#stepInputs, inputs);
      const state = this.#current("step");
      const rest = this.#traced.outputs.filter(({ path }) => !isBelow(path, this.#carry!));
      const results = await this.#execute(values, rest, state).catch((error: unknown) => {
        if (state.isWrittenOver) this.#forget();
        throw error;
      });
      return this.#tree(without(this.#traced.outputTree as Branches, this.#carry!), results);
    });
  }

  readCarry(): Promise<never> {
    return this.#queue.run("readCarry", async () => {
      const state = this.#current("readCarry");
      const leaves = this.#carryInputs.map(async ({ path }) => [path, await state.read(path)] as const);
      const values = new Map(await Promise.all(leaves));
      const branch = (this.#traced.outputTree as Branches)[this.#carry!];
      return mapTree(branch, (_, path) => values.get(path)!, this.#carry) as never;
    });
  }

  writeCarry(state: unknown): Promise<void> {
    return this.#queue.run("writeCarry", () => {
      if (this.#carry === undefined) throw new Error(noCarry("writeCarry"));
      this.#write(checkInputs("writeCarry", this.#carryInputs, { [this.#carry]: state }));
    });
  }

  toOnnx(options?: OnnxOptions): Uint8Array {
    this.#queue.check("toOnnx");
    return encodeModel(withPrecision(this.#traced.graph, options));
  }

  toOnnxFiles(dataFile: string, options?: OnnxOptions): ModelFiles {
    this.#queue.check("toOnnxFiles");
    return encodeModelFiles(withPrecision(this.#traced.graph, options), dataFile);
  }

  dispose(): Promise<void> {
    return this.#queue.dispose(async () => {
      this.#forget();
      await this.#executor.release();
    });
  }

  /** Run the graph, if it computes anything that is asked for; an output that is an input is copied. */
  async #execute(
    values: ReadonlyMap<string, HostTensor>,
    outputs: readonly TracedLeaf[],
    state?: CarriedState,
  ): Promise<Map<string, HostTensor>> {
    const feeds = new Map<string, HostTensor>();
    for (const { path, name } of this.#traced.inputs)
      if (values.has(path) && this.#used.has(name!)) feeds.set(name!, values.get(path)!);
    const computed = outputs.filter((leaf): leaf is NamedLeaf => leaf.name !== undefined);
    const isIdle = computed.length === 0 && !state;
    const results = isIdle ? new Map() : await this.#executor.run(feeds, computed, state);
    const found = ({ path, name }: TracedLeaf) => (name === undefined ? copy(values.get(path)!) : results.get(name)!);
    return new Map(outputs.map((leaf) => [leaf.path, found(leaf)]));
  }

  #tree(structure: unknown, results: ReadonlyMap<string, HostTensor>): never {
    return mapTree(structure, (_, path) => results.get(path)!) as never;
  }

  #current(caller: string): CarriedState {
    if (this.#carry === undefined) throw new Error(noCarry(caller));
    if (!this.#state) throw new Error(noState(caller));
    return this.#state;
  }

  #forget(): void {
    this.#state?.dispose();
    this.#state = undefined;
  }

  #write(values: ReadonlyMap<string, HostTensor>): void {
    const outputs = this.#traced.outputs.filter(({ path }) => isBelow(path, this.#carry!));
    this.#state ??= this.#executor.createState(this.#carryInputs as NamedLeaf[], outputs, this.#used);
    this.#state.write(values);
  }
}

function copy({ dtype, shape, values }: HostTensor): HostTensor {
  return { dtype, shape: [...shape], values: values.slice() };
}
