import * as tf from "@tensorflow/tfjs-core";
// The core has no gradients until it is given them.
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";

/** TensorFlow.js backends that a page can run on, fastest first. */
export const backendNames = ["webgpu", "webgl", "wasm", "cpu"] as const;

/** The name of a backend. */
export type BackendName = (typeof backendNames)[number];

/** Brings one backend's code, which is downloaded only when it is first chosen. */
const load: Readonly<Record<BackendName, () => Promise<unknown>>> = {
  webgpu: async () => {
    await checkAdapter();
    await import("@tensorflow/tfjs-backend-webgpu");
  },
  webgl: () => import("@tensorflow/tfjs-backend-webgl"),
  wasm: () => import("./load-wasm.ts"),
  cpu: () => import("@tensorflow/tfjs-backend-cpu"),
};

/**
 * Make a backend the active one.
 *
 * @throws Error if the browser cannot run it
 */
export async function openBackend(name: BackendName): Promise<void> {
  await load[name]();
  if (!(await tf.setBackend(name)))
    throw new Error(`openBackend: expected a browser that runs ${name}, got one that refuses; choose another backend`);
  await tf.ready();
}

async function checkAdapter(): Promise<void> {
  const gpu = (navigator as { gpu?: { requestAdapter(): Promise<object | null> } }).gpu;
  if (!(await gpu?.requestAdapter()))
    throw new Error("openBackend: expected a WebGPU adapter, got none; choose webgl, wasm or cpu");
}
