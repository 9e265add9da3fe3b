import { countValues, type HostTensor } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import type { ByteSource } from "../files/byte-source.ts";
import type { TensorEntry, TensorFile } from "../files/tensor-file.ts";
import { transposeHostTensor } from "../names/transpose-host-tensor.ts";
import { decodeTensor } from "../safetensors/decode-tensor.ts";
import { numberTypes } from "../safetensors/number-types.ts";
import { openZip, type ZipMember } from "../zip/open-zip.ts";
import { longestNpyHeader, type NpyHeader, readNpyHeader } from "./read-npy-header.ts";

/**
 * Open a NumPy archive: the header of every array is read and checked now, values when they are asked for.
 *
 * @throws CheckpointError if the archive is damaged or holds anything but arrays
 */
export async function openNpz(source: ByteSource, members?: ReadonlyMap<string, ZipMember>): Promise<TensorFile> {
  const tensors = new Map<string, TensorEntry>();
  for (const member of (members ?? (await openZip(source, "readNpz"))).values()) {
    if (!member.name.endsWith(".npy"))
      throw new CheckpointError(
        `readNpz: expected arrays (.npy) in the archive, got ${JSON.stringify(member.name)}; this is not a NumPy file`,
      );
    const name = member.name.slice(0, -".npy".length);
    const beginning = await member.read(longestNpyHeader + 12);
    tensors.set(
      name,
      arrayEntry(name, readNpyHeader(beginning, name), member.size, (most) => member.read(most)),
    );
  }
  return { format: "npz", tensors, others: new Map() };
}

/**
 * Read one NumPy array.
 *
 * @param bytes a whole `.npy` file
 * @returns half precision becomes float32, whole numbers int32
 * @throws CheckpointError if it is damaged or holds no numbers of ours
 */
export async function readNpy(bytes: Uint8Array, name = "array"): Promise<HostTensor> {
  return arrayEntry(name, readNpyHeader(bytes, name), bytes.length, async () => bytes).read();
}

function arrayEntry(
  name: string,
  header: NpyHeader,
  size: number,
  read: (most?: number) => Promise<Uint8Array>,
): TensorEntry {
  const { shape, type, dataBegin } = header;
  if (type) {
    const end = dataBegin + countValues(shape) * numberTypes[type].width;
    if (end !== size)
      throw new CheckpointError(
        `readNpy: ${JSON.stringify(name)}: expected ${end} bytes for ${header.description} [${shape.join(", ")}], got ${size}; the file is damaged`,
      );
  }
  return { shape, read: async () => decodeArray(name, header, (await read()).subarray(dataBegin)) };
}

function decodeArray(
  name: string,
  { shape, type, description, isColumnMajor }: NpyHeader,
  bytes: Uint8Array,
): HostTensor {
  if (!type)
    throw new CheckpointError(
      `readNpy: ${JSON.stringify(name)}: expected little-endian float32, float16, bfloat16 or whole numbers, got ${description}; save it as float32`,
    );
  if (!isColumnMajor) return decodeTensor({ name, type, shape }, bytes, "readNpy");
  const turned = decodeTensor({ name, type, shape: [...shape].reverse() }, bytes, "readNpy");
  return shape.length < 2
    ? turned
    : transposeHostTensor(
        turned,
        shape.map((_, axis) => shape.length - 1 - axis),
      );
}
