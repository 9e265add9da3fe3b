import * as tf from "@tensorflow/tfjs-core";
import { fromTensor, type HostTensor, type Leaf, mapTree, toTensor, treeLeaves } from "@vivit/nn";
import { CallQueue } from "./call-queue.ts";
import { checkCarry, initialCarry, noCarry, noState, without } from "./carry.ts";
import { checkInputs } from "./check-inputs.ts";
import type { Graph } from "./graph/graph.ts";
import { typedArray } from "./graph/typed-array.ts";
import { encodeModel, encodeModelFiles, type ModelFiles } from "./onnx/encode-model.ts";
import { type OnnxOptions, withPrecision } from "./onnx/onnx-options.ts";
import { optimizeGraph } from "./passes/optimize-graph.ts";
import type { Branches, Program } from "./program.ts";
import { inputLeaves, isBelow, type TracedLeaf, traceFunction } from "./trace/trace-function.ts";

/** A function on the active TensorFlow.js backend. */
export class EagerProgram implements Program<Branches, unknown, string> {
  readonly #fn: (inputs: unknown) => unknown;
  readonly #inputs: unknown;
  readonly #leaves: readonly TracedLeaf[];
  readonly #carry: string | undefined;
  readonly #queue = new CallQueue();
  #state: unknown;

  readonly precision = { name: "float32" } as const;

  constructor(fn: (inputs: unknown) => unknown, inputs: unknown, carry?: string) {
    this.#fn = fn;
    this.#leaves = inputLeaves(inputs);
    // Only the structure is kept, not the values.
    this.#inputs = mapTree(inputs, (leaf) => ({ dtype: (leaf as Leaf).dtype, shape: (leaf as Leaf).shape }));
    this.#carry = carry;
    const state = carry === undefined ? undefined : initialCarry(inputs, carry);
    if (state) this.#write("eager", state);
  }

  run(inputs: unknown): Promise<never> {
    return this.#queue.run("run", async () => {
      checkInputs("run", this.#leaves, inputs);
      const outputs = tf.tidy(() => this.#fn(tensors(inputs)) as tf.TensorContainer);
      return readAndDispose(outputs, new Set());
    });
  }

  step(inputs: unknown): Promise<never> {
    return this.#queue.run("step", async () => {
      checkInputs(
        "step",
        this.#leaves.filter((leaf) => !this.#isCarried(leaf)),
        inputs,
      );
      const state = this.#current("step");
      const outputs = tf.tidy(() => this.#outputs({ ...tensors(inputs), [this.#carry!]: state }));
      const next = outputs[this.#carry!];
      for (const tensor of tensorsOf(next)) tf.keep(tensor);
      const kept = new Set(tensorsOf(next));
      for (const tensor of tensorsOf(state)) if (!kept.has(tensor)) tensor.dispose();
      this.#state = next;
      return readAndDispose(without(outputs, this.#carry!), kept);
    });
  }

  readCarry(): Promise<never> {
    return this.#queue.run("readCarry", () => readTree(this.#current("readCarry"))) as Promise<never>;
  }

  writeCarry(state: unknown): Promise<void> {
    return this.#queue.run("writeCarry", () => {
      if (this.#carry === undefined) throw new Error(noCarry("writeCarry"));
      this.#write("writeCarry", { [this.#carry]: state });
    });
  }

  toOnnx(options?: OnnxOptions): Uint8Array {
    this.#queue.check("toOnnx");
    return encodeModel(this.#graph(options));
  }

  toOnnxFiles(dataFile: string, options?: OnnxOptions): ModelFiles {
    this.#queue.check("toOnnxFiles");
    return encodeModelFiles(this.#graph(options), dataFile);
  }

  dispose(): Promise<void> {
    return this.#queue.dispose(() => {
      tf.dispose(tensorsOf(this.#state));
      this.#state = undefined;
    });
  }

  #graph(options: OnnxOptions | undefined): Graph {
    const { graph } = traceFunction(this.#fn, this.#inputs, { carry: this.#carry });
    return withPrecision(optimizeGraph(graph), options);
  }

  #isCarried({ path }: TracedLeaf): boolean {
    return this.#carry !== undefined && isBelow(path, this.#carry);
  }

  /** What the function returns, if its carried branch fits. */
  #outputs(inputs: unknown): Record<string, tf.TensorContainer> {
    const outputs = this.#fn(inputs) as Record<string, tf.TensorContainer>;
    const leaves = treeLeaves(outputs as never).map(([path, { dtype, shape }]) => ({ path, dtype, shape }));
    checkCarry("step", this.#carry!, this.#leaves, leaves);
    return outputs;
  }

  #current(caller: string): unknown {
    if (this.#carry === undefined) throw new Error(noCarry(caller));
    if (this.#state === undefined) throw new Error(noState(caller));
    return this.#state;
  }

  #write(caller: string, state: Branches): void {
    checkInputs(
      caller,
      this.#leaves.filter((leaf) => this.#isCarried(leaf)),
      state,
    );
    tf.dispose(tensorsOf(this.#state));
    this.#state = mapTree(state[this.#carry!], (leaf) => tf.keep(toTensor(copy(leaf as HostTensor))));
  }
}

/** The cpu backend keeps the array it is given. */
function copy(tensor: HostTensor): HostTensor {
  return { ...tensor, values: tensor.values.slice() };
}

function tensors(inputs: unknown): Branches {
  return mapTree(inputs, (leaf) => toTensor(leaf as HostTensor)) as Branches;
}

function tensorsOf(tree: unknown): tf.Tensor[] {
  return treeLeaves(tree as tf.Tensor).map(([, tensor]) => tensor);
}

/** Read every tensor of a tree, then free all but those to keep, also if reading fails. */
async function readAndDispose(tree: unknown, keep: ReadonlySet<tf.Tensor>): Promise<never> {
  try {
    return (await readTree(tree)) as never;
  } finally {
    for (const tensor of tensorsOf(tree)) if (!keep.has(tensor)) tensor.dispose();
  }
}

async function readTree(tree: unknown): Promise<unknown> {
  const read = new Map<string, HostTensor>();
  for (const [path, tensor] of treeLeaves(tree as tf.Tensor)) {
    const { dtype, shape, values } = await fromTensor(tensor);
    // The cpu backend shares memory between a tensor and its cast, so the array may be of another type, and not ours to keep.
    read.set(path, { dtype, shape, values: typedArray(values, dtype).slice() as HostTensor["values"] });
  }
  return mapTree(tree, (_, path) => read.get(path)!);
}
