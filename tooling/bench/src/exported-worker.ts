import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import * as ort from "onnxruntime-web";
import { peersDirectory, peersPython } from "./python.ts";
import { serve } from "./serve.ts";

// ONNX Runtime for the web on PyTorch's own export of ViViT Model 1.
const file = join(mkdtempSync(join(tmpdir(), "vivit-export-")), "vivit.onnx");
const { status, stderr } = spawnSync(peersPython(), [
  join(peersDirectory, "onnx_vivit.py"),
  ...["--threads", "2", "--one-file", "--export", file],
]);
if (status !== 0) throw new Error(String(stderr));
ort.env.wasm.numThreads = availableParallelism();
const session = await ort.InferenceSession.create(readFileSync(file), { executionProviders: ["wasm"] });
const shape = [1, 32, 3, 224, 224];
const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, index) => Math.sin(index));
await serve("ONNX Runtime web on PyTorch's export", () =>
  session.run({ video: new ort.Tensor("float32", values, shape) }),
);
