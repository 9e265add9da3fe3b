import type { HostTensor } from "@vivit/nn";
import { bytesSource } from "../files/byte-source.ts";
import { openTensorFile } from "../files/open-tensor-file.ts";
import { writeFlax } from "../flax/write-flax.ts";
import { writeSafetensors } from "../safetensors/write-safetensors.ts";
import { writeTfjsWeights } from "../tfjs/write-tfjs-weights.ts";
import { readPickle } from "../torch/read-pickle.ts";
import { dictionary, integer, pickle, tensor, text } from "./make-pickle.ts";
import { makeNpy, makeTorchFile, makeZip } from "./make-zip.ts";

/** A parser to try and a file that it reads. */
export interface TriedParser {
  readonly original: Uint8Array;
  /** Reads everything in a file; returns the bytes of all values. */
  readonly read: (bytes: Uint8Array) => Promise<number>;
}

const values = Float32Array.of(1, 2, 3, 4, 5, 6);
const tensors: [string, HostTensor][] = [
  ["encoder.kernel", { dtype: "float32", shape: [2, 3], values }],
  ["encoder.bias", { dtype: "float32", shape: [3], values: values.slice(0, 3) }],
];
/** Types that only safetensors holds beside float32 in our files. */
const typed: [string, HostTensor][] = [
  ...tensors,
  ["labels", { dtype: "int32", shape: [2], values: Int32Array.of(7, 8) }],
  ["mask", { dtype: "bool", shape: [1], values: Uint8Array.of(1) }],
];
const state = pickle(
  dictionary(
    [text("kernel"), tensor({ count: 6, shape: [3, 2], strides: [1, 3] })],
    [text("bias"), tensor({ count: 6, offset: 3, shape: [3], strides: [1] })],
    [text("epoch"), integer(3)],
  ),
);
const header = "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }";

/** Every parser by name, each with a small file. */
export async function listParsers(): Promise<Readonly<Record<string, TriedParser>>> {
  const storage = { 0: new Uint8Array(values.buffer) };
  const slashed = tensors.map(([name, one]) => [name.replace(".", "/"), one] as const);
  const arrays = { "a/kernel.npy": makeNpy(header, values), "a/bias.npy": makeNpy(header, values) };
  const tfjs = writeTfjsWeights(tensors, { float16: true });
  const shard = Uint8Array.from([...tfjs.shards.values()].flat().flatMap((piece) => [...piece]));
  return {
    safetensors: { original: writeSafetensors(typed, { format: "pt" }), read: readAll },
    pickle: { original: state, read: readPickleAlone },
    torch: { original: await makeTorchFile(state, storage), read: readAll },
    npz: { original: await makeZip(arrays, 9), read: readAll },
    flax: { original: writeFlax(slashed, { chunkBytes: 16, globalStep: 9 }), read: readAll },
    tfjs: {
      original: new TextEncoder().encode(JSON.stringify(tfjs.model)),
      read: (bytes) => readAll(bytes, shard),
    },
  };
}

async function readAll(bytes: Uint8Array, sibling = new Uint8Array(0)): Promise<number> {
  const { tensors: found } = await openTensorFile(bytesSource(bytes), async () => bytesSource(sibling));
  let total = 0;
  for (const entry of found.values()) total += (await entry.read()).values.byteLength;
  return total;
}

async function readPickleAlone(bytes: Uint8Array): Promise<number> {
  readPickle(bytes);
  return 0;
}
