import { countValues, type HostDataType, type HostTensor } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import { fitToHalves } from "./half-precision.ts";
import { type NumberTypeName, numberTypes } from "./number-types.ts";

const storedTypes: Record<HostDataType, NumberTypeName> = { float32: "F32", int32: "I32", bool: "BOOL" };
/** The order in which tensors are laid out, widest type first. Source: safetensors `prepare`. */
const typeOrder: readonly NumberTypeName[] = ["F32", "I32", "F16", "BOOL"];

/** How a safetensors file is written. */
export interface SafetensorsOptions {
  /** Round float32 to float16: half the size, three digits. Default false. */
  readonly float16?: boolean;
}

/**
 * Write tensors as a safetensors file, byte for byte as the reference library does.
 *
 * @param tensors name and values; any order, the file's order is by type and name
 * @param metadata text about the file; Hugging Face expects `{ format: "pt" }`
 * @returns the whole file
 * @throws CheckpointError if a name occurs twice or is reserved, the values do not fill the shape, or do not fit float16
 * Source: the safetensors format description; layout as in its Rust library.
 */
export function writeSafetensors(
  tensors: Iterable<readonly [name: string, tensor: HostTensor]>,
  metadata: Readonly<Record<string, string>> = {},
  options: SafetensorsOptions = {},
): Uint8Array {
  const pieces = safetensorsPieces(tensors, metadata, options);
  const file = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    file.set(piece, at);
    at += piece.length;
  }
  return file;
}

/** The same file as pieces in order: the header, then views of each tensor's values. Only halves are copies. */
export function safetensorsPieces(
  tensors: Iterable<readonly [name: string, tensor: HostTensor]>,
  metadata: Readonly<Record<string, string>> = {},
  { float16 = false }: SafetensorsOptions = {},
): Uint8Array[] {
  checkMetadata(metadata);
  const ordered = [...tensors].map(([name, tensor]) => {
    const type = float16 && tensor.dtype === "float32" ? "F16" : storedTypes[tensor.dtype];
    return { name, tensor, type, rank: typeOrder.indexOf(type), key: new TextEncoder().encode(name) };
  });
  ordered.sort((a, b) => a.rank - b.rank || compareBytes(a.key, b.key));
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [["__metadata__", metadata]] : [];
  const values: Uint8Array[] = [];
  let begin = 0;
  for (const { name, tensor, type } of ordered) {
    checkTensor(name, tensor);
    const stored = type === "F16" ? fitToHalves(tensor.values as Float32Array, name) : tensor.values;
    const end = begin + stored.byteLength;
    entries.push([name, { dtype: type, shape: tensor.shape, data_offsets: [begin, end] }]);
    values.push(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
    begin = end;
  }
  refuseTwice(ordered.map(({ name }) => name));
  return [encodeHeader(entries), ...values];
}

/** Header text behind its length, padded with spaces to a multiple of 8 bytes. */
function encodeHeader(entries: readonly [string, unknown][]): Uint8Array {
  const fields = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`); // keeps names like "0" in order
  const text = new TextEncoder().encode(`{${fields.join(",")}}`);
  const length = Math.ceil(text.length / 8) * 8;
  const header = new Uint8Array(8 + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, 8);
  return header;
}

function checkTensor(name: string, { dtype, shape, values }: HostTensor): void {
  if (name === "__metadata__" || name.split(".").includes("__proto__") || hasHalfCharacter(name))
    throw new CheckpointError(`writeSafetensors: expected a tensor name, got ${JSON.stringify(name)}; rename it`);
  const bytes = countValues(shape) * numberTypes[storedTypes[dtype]].width;
  if (bytes !== values.byteLength)
    throw new CheckpointError(
      `writeSafetensors: "${name}": expected ${bytes} bytes for ${dtype} [${shape.join(", ")}], got ${values.byteLength}`,
    );
}

function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  const broken = Object.entries(metadata).flat().find(hasHalfCharacter);
  if (broken !== undefined)
    throw new CheckpointError(`writeSafetensors: metadata: expected Unicode text, got ${JSON.stringify(broken)}`);
}

/** Half of a character outside the basic plane, which UTF-8 cannot write. */
function hasHalfCharacter(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, index) => name === names[index - 1]);
  if (twice !== undefined) throw new CheckpointError(`writeSafetensors: expected "${twice}" once, got it twice`);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const place = a.findIndex((byte, index) => byte !== b[index]);
  return place < 0 ? a.length - b.length : a[place]! - (b[place] ?? -1);
}
