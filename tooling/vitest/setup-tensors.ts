import { createRequire } from "node:module";
import { expect } from "vitest";
import { toBeAllClose, toKeepTensors } from "./matchers.ts";

// Loaded as the CommonJS file that it is on Node: listing its names for an `import` takes as long again.
const tf = createRequire(import.meta.url)("@tensorflow/tfjs") as typeof import("@tensorflow/tfjs");

expect.extend({ toBeAllClose, toKeepTensors });

tf.enableProdMode(); // silences the advice to install tfjs-node
await tf.setBackend("cpu");
