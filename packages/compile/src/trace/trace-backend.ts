import * as tf from "@tensorflow/tfjs-core";
import type { HostDataType } from "@vivit/nn";
import type { Value } from "../graph/graph.ts";
import { GraphBuilder } from "../graph/graph-builder.ts";
import { typedArray } from "../graph/typed-array.ts";
import { lowerings } from "../lower/table.ts";
import { callSite, randomFunction } from "./call-site.ts";
import { capturedBy, capturedValue, type Written } from "./captured-value.ts";

/** The name under which the tracing backend is registered while a function is traced. */
export const traceBackendName = "vivit-trace";

/** What a tensor of this backend stands for: a value of the graph, or numbers that no kernel has asked for yet. */
type Content = { value?: Value; written?: Written };

/**
 * A TensorFlow.js backend that computes nothing: every kernel appends ONNX nodes to a graph.
 *
 * Each tensor has data of its own, so nothing is shared and a reference count is not needed.
 */
export class TraceBackend extends tf.KernelBackend {
  readonly graph = new GraphBuilder();
  readonly #contents = new Map<object, Content>();
  readonly #made: tf.Tensor[] = [];

  /** A tensor that stands for a value of the graph. */
  tensor(value: Value): tf.Tensor {
    const dataId = {};
    this.#contents.set(dataId, { value });
    const { dtype, shape } = value;
    const info = { dataId, dtype: dtype as tf.DataType, shape: [...shape] };
    const tensor = tf.engine().makeTensorFromTensorInfo(info, this);
    this.#made.push(tensor);
    return tensor;
  }

  /** The value that a tensor stands for; a tensor from elsewhere becomes a constant. */
  graphValue(tensor: tf.TensorInfo, operation: string): Value {
    const content = this.#contents.get(tensor.dataId);
    if (content?.value) return content.value;
    const { dtype, shape, isDisposed } = tensor as tf.Tensor;
    if (!content && isDisposed)
      throw new Error(
        `trace: expected tensors in use, got a disposed ${dtype} [${shape.join(", ")}] ${capturedBy(operation, new Error().stack)}; dispose it after compiling, or pass it as an input`,
      );
    const values = content?.written?.values ?? (tensor as tf.Tensor).dataSync();
    const stack = content?.written?.stack ?? new Error().stack;
    const value = capturedValue(this.graph, { values, dtype, shape, stack }, operation);
    if (content) content.value = value;
    return value;
  }

  /** Run the lowering of a kernel. */
  lower(kernel: string, inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap): tf.Tensor | tf.Tensor[] {
    const entries = Object.entries(inputs).filter(([, tensor]) => tensor != null);
    const values = Object.fromEntries(entries.map(([name, tensor]) => [name, this.graphValue(tensor!, kernel)]));
    const outputs = lowerings[kernel]!(this.graph, values, attributes ?? {});
    return Array.isArray(outputs) ? outputs.map((value) => this.tensor(value)) : this.tensor(outputs as Value);
  }

  /** Free every tensor made here, also those that an interrupted gradient kept. */
  override dispose(): void {
    for (const tensor of this.#made) tensor.dispose();
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    const dataId = {};
    this.move(dataId, values, shape, dtype);
    return dataId;
  }

  override move(dataId: object, values: tf.BackendValues, shape: number[], dtype: tf.DataType): void {
    const { stack } = new Error();
    const random = randomFunction(stack);
    if (random)
      throw new Error(
        `trace: expected random numbers to come in as an input, got ${random} [${shape.join(", ")}] at ${callSite(stack)}; its values would be the same at every run, so draw them outside and pass them in`,
      );
    if (dtype === "string" || dtype === "complex64")
      throw new Error(`trace: expected float32, int32 or bool, got a ${dtype} tensor at ${callSite(stack)}`);
    const numbers = typedArray(values as Float32Array, dtype as HostDataType) as Written["values"];
    this.#contents.set(dataId, { written: { values: numbers, stack } });
  }

  override readSync(dataId: object): tf.BackendValues {
    const { stack } = new Error();
    const written = this.#contents.get(dataId)?.written;
    if (written) return written.values as tf.BackendValues;
    throw new Error(readError("dataSync", stack));
  }

  override async read(dataId: object): Promise<tf.BackendValues> {
    const { stack } = new Error();
    const written = this.#contents.get(dataId)?.written;
    if (written) return written.values as tf.BackendValues;
    throw new Error(readError("data", stack));
  }

  override disposeData(dataId: object): boolean {
    return this.#contents.delete(dataId);
  }

  override incRef(): void {}
  override refCount(): number {
    return 1;
  }
  override numDataIds(): number {
    return 0; // symbols hold no data; TensorFlow.js only uses this to look for leaks in a kernel
  }
  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }
  override floatPrecision(): 32 {
    return 32;
  }
  override epsilon(): number {
    return 1e-7; // that of float32 in TensorFlow.js, EPSILON_FLOAT32
  }
  override timerAvailable(): boolean {
    return false;
  }
}

function readError(method: string, stack?: string): string {
  return `trace: expected no value to be read while tracing, got ${method}() at ${callSite(stack)}; return the tensor and read it after the run`;
}
