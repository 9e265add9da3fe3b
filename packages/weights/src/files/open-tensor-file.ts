import { CheckpointError } from "../checkpoint-error.ts";
import { openFlax } from "../flax/open-flax.ts";
import { openNpz } from "../numpy/open-npz.ts";
import { openSafetensors } from "../safetensors/open-safetensors.ts";
import { openShards } from "../safetensors/open-shards.ts";
import { openTfjs } from "../tfjs/open-tfjs.ts";
import { openTorch } from "../torch/open-torch.ts";
import { openZip } from "../zip/open-zip.ts";
import type { ByteSource } from "./byte-source.ts";
import { readJson } from "./read-json.ts";
import type { OpenSibling, TensorFile } from "./tensor-file.ts";

/**
 * Open a file of weights: safetensors, PyTorch, NumPy, Flax, or the JSON that names the files of a model.
 *
 * The format is told from the bytes, not from the name. Names and shapes are read and checked now; values stay in the file
 * until they are asked for, one tensor at a time.
 *
 * @param open opens a file beside this one; needed for an index of shards and for `model.json`
 * @throws CheckpointError if the format is none of these or the file is damaged
 */
export async function openTensorFile(source: ByteSource, open: OpenSibling = refuseSiblings): Promise<TensorFile> {
  const beginning = await source.read(0, Math.min(16, source.size));
  const starts = (...codes: number[]) => codes.every((code, index) => beginning[index] === code);
  if (starts(0x50, 0x4b)) return openArchive(source);
  for (const { codes, message } of unreadable) if (starts(...codes)) throw new CheckpointError(message);
  if (beginning[8] === 0x7b && source.size >= 9) return openSafetensors(source); // "{" behind the length of the header
  if (starts(0x7b)) return openNamedFiles(source, open);
  const first = beginning[0] ?? 0;
  if ((first >= 0x80 && first <= 0x8f) || first === 0xde || first === 0xdf) return openFlax(source);
  throw new CheckpointError(
    `openTensorFile: expected safetensors, PyTorch, NumPy (.npz), Flax or TensorFlow.js weights, got ${describe(beginning, source.size)}; if it was downloaded, look whether it is a web page or a Git LFS pointer`,
  );
}

/** What is recognized only to say what to do. */
const unreadable: readonly { readonly codes: readonly number[]; readonly message: string }[] = [
  {
    codes: [0x80, 0x02, 0x8a, 0x0a], // a pickle that begins with the magic number of torch.save
    message:
      'openTensorFile: expected a file of PyTorch 1.6 or later, got the older format; in Python: torch.save(torch.load("old.pt"), "new.pt")',
  },
  {
    codes: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], // \x93NUMPY
    message: "openTensorFile: expected named tensors, got a single NumPy array; read it with readNpy",
  },
  {
    codes: [0x89, 0x48, 0x44, 0x46], // \x89HDF
    message:
      "openTensorFile: expected safetensors, PyTorch, NumPy, Flax or TensorFlow.js weights, got HDF5; convert it to .npz",
  },
];

async function openArchive(source: ByteSource): Promise<TensorFile> {
  const members = await openZip(source, "openTensorFile");
  const names = [...members.keys()];
  if (names.some((name) => name.endsWith("/data.pkl"))) return openTorch(source, members);
  if (names.length > 0 && names.every((name) => name.endsWith(".npy"))) return openNpz(source, members);
  throw new CheckpointError(
    `openTensorFile: expected a PyTorch or NumPy archive, got a zip archive with ${names.slice(0, 3).join(", ") || "nothing in it"}; unpack it and name the file of weights`,
  );
}

async function openNamedFiles(source: ByteSource, open: OpenSibling): Promise<TensorFile> {
  const json = await readJson(source, "openTensorFile");
  if (json.weight_map !== undefined) return openShards(json, open, (shard) => openTensorFile(shard));
  if (json.weightsManifest !== undefined) return openTfjs(json, open);
  throw new CheckpointError(
    `openTensorFile: expected an index with weight_map or a model.json with weightsManifest, got ${Object.keys(json).slice(0, 5).join(", ") || "an empty record"}; name the file of weights`,
  );
}

async function refuseSiblings(name: string): Promise<ByteSource> {
  throw new CheckpointError(
    `openTensorFile: expected a way to open ${JSON.stringify(name)}, which this file names, got none; give \`open\``,
  );
}

function describe(beginning: Uint8Array, size: number): string {
  const bytes = [...beginning.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return size === 0 ? "an empty file" : `a file that begins with ${bytes}`;
}
