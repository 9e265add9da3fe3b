import * as tf from "@tensorflow/tfjs-core";
import { reasonNotLowered } from "../lower/reasons.ts";
import { callSite } from "./call-site.ts";
import { registerTraceKernels } from "./register-trace-kernels.ts";
import { TraceBackend, traceBackendName } from "./trace-backend.ts";

/** Stack frames to record while tracing: TensorFlow.js puts a dozen between a kernel and the code that asked for it. */
const stackDepth = 60;

/**
 * Run a function with the tracing backend active, then bring back the backend that was active before, whatever happens.
 *
 * Every tensor made meanwhile is disposed.
 */
export function withTraceBackend<Result>(run: (backend: TraceBackend) => Result): Result {
  const previous = tf.getBackend() as string | null;
  if (previous === traceBackendName) throw new Error("trace: expected a function that does not trace another one");
  const backend = new TraceBackend();
  const { stackTraceLimit } = Error;
  registerTraceKernels();
  tf.registerBackend(traceBackendName, () => backend);
  Error.stackTraceLimit = stackDepth;
  try {
    void tf.setBackend(traceBackendName); // takes effect at once: the factory is synchronous
    return tidied(() => run(backend));
  } catch (error) {
    throw explained(error);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (previous) void tf.setBackend(previous);
    tf.removeBackend(traceBackendName);
  }
}

/** `tf.tidy` looks for tensors in what it returns, byte by byte in every constant: hand the result out beside it. */
function tidied<Result>(run: () => Result): Result {
  let result!: Result;
  tf.tidy(() => {
    result = run();
  });
  return result;
}

/** Say what to do where TensorFlow.js only says that a kernel is missing. */
function explained(error: unknown): unknown {
  const kernel = error instanceof Error && /Kernel '(.+)' not registered for backend/.exec(error.message)?.[1];
  if (!kernel) return error;
  const reason = reasonNotLowered(kernel);
  return new Error(
    `trace: expected operations that have a lowering to ONNX, got ${kernel} at ${callSite((error as Error).stack)}${reason ? `: ${reason}` : ""}; write it with other operations or compute it outside and pass it in`,
    { cause: error },
  );
}
