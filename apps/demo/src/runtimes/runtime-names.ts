/** Ways to run a model in a page: compiled by `@vivit/compile/web`, or operation by operation on TensorFlow.js. */
export const runtimeNames = ["compiled-wasm", "compiled-webgpu", "webgpu", "webgl", "wasm", "cpu"] as const;

/** The name of a way to run a model. */
export type RuntimeName = (typeof runtimeNames)[number];

/** What each is called for people. */
export const runtimeTitles: Readonly<Record<RuntimeName, string>> = {
  "compiled-wasm": "Compiled, WebAssembly",
  "compiled-webgpu": "Compiled, WebGPU",
  webgpu: "TensorFlow.js, WebGPU",
  webgl: "TensorFlow.js, WebGL",
  wasm: "TensorFlow.js, WebAssembly",
  cpu: "TensorFlow.js, JavaScript",
};
