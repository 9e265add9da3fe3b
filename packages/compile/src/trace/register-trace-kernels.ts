import * as tf from "@tensorflow/tfjs-core";
import { lowerings } from "../lower/table.ts";
import { type TraceBackend, traceBackendName } from "./trace-backend.ts";

/** Tell TensorFlow.js of every kernel that has a lowering. A second call changes nothing. */
export function registerTraceKernels(): void {
  for (const kernelName of Object.keys(lowerings)) {
    if (tf.getKernel(kernelName, traceBackendName)) continue;
    tf.registerKernel({
      kernelName,
      backendName: traceBackendName,
      kernelFunc: ({ inputs, attrs, backend }) => (backend as TraceBackend).lower(kernelName, inputs, attrs ?? {}),
    });
  }
}
