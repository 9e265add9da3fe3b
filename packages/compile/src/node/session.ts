import { availableParallelism } from "node:os";
import { countValues, type HostTensor } from "@vivit/nn";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { GraphOptions } from "../compile-options.ts";
import { isShared } from "./shared-feeds.ts";

/** How ONNX Runtime is to run a program. */
export interface CompileOptions<Carry extends string = never, Freeze extends string = never>
  extends GraphOptions<Carry, Freeze> {
  /** Threads that share one operation; as many as the machine offers if absent. */
  readonly threads?: number;
  /**
   * How long a thread that waits for the next operation keeps its core busy, in microseconds; as ONNX Runtime decides if absent,
   * which is fastest on a machine of one's own. Beside processes that also need the cores, 20 is: a step of a small ViViT on
   * 2 cores takes 8 % longer alone (122 against 112 ms) and 40 % less beside decoders (320 against 550 ms).
   */
  readonly spinMicroseconds?: number;
  /**
   * Run in another thread, one for all such programs. Without, the caller's thread stands still for as long as a call computes: no
   * timer fires, no signal is heard. Inputs are copied on their way there.
   */
  readonly thread?: boolean;
  /** Write the time of every node to `<profile>_<date>.json` when the program is disposed (chrome://tracing shows it). */
  readonly profile?: string;
  /**
   * Where to run, in order of preference; `["cpu"]` if absent. Others need a device and have not been verified. One that does not
   * work is an error, unless others are named behind it.
   */
  readonly executionProviders?: readonly string[];
  /** A folder for models as ONNX Runtime optimized them; later programs of the same graph on the same machine start from there. */
  readonly cacheDirectory?: string;
}

/** Load a model from memory or from a file. Denormal numbers count as zero: they are slow, and no weight needs them. */
export function createSession(
  model: Uint8Array | string,
  options: CompileOptions<string, string>,
  more: InferenceSession.SessionOptions = {},
): Promise<InferenceSession> {
  return InferenceSession.create(model as string, {
    executionProviders: options.executionProviders ?? ["cpu"],
    intraOpNumThreads: options.threads ?? availableParallelism(),
    interOpNumThreads: 1,
    executionMode: "sequential",
    enableCpuMemArena: options.keepMemory ?? true,
    enableMemPattern: false, // it plans all memory of a run as one block, beside what the first run took: half as much again
    graphOptimizationLevel: "all",
    logSeverityLevel: 4, // a failure is thrown, not written to stderr as well
    extra: { session: { set_denormal_as_zero: "1", ...spinning(options) } },
    ...(options.profile !== undefined && { enableProfiling: true, profileFilePrefix: options.profile }),
    ...more,
  });
}

function spinning({ spinMicroseconds }: CompileOptions<string, string>): object {
  return spinMicroseconds === undefined ? {} : { intra_op: { spin_duration_us: String(spinMicroseconds) } };
}

/** Lend plain memory to ONNX Runtime, without a copy. */
export function lend({ dtype, shape, values }: HostTensor): Tensor {
  const own = isShared(values) ? values.slice() : values; // ONNX Runtime takes no shared memory
  return new Tensor(dtype, own as Float32Array, shape);
}

/** New memory for a tensor. */
export function allocate({ dtype, shape }: Pick<HostTensor, "dtype" | "shape">): HostTensor {
  const arrayType = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  return { dtype, shape, values: new arrayType(countValues(shape)) };
}
