import { countValues, type HostDataType, type HostTensor } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import { type NumberTypeName, numberTypes } from "./number-types.ts";

/** Type names in the order in which their tensors are laid out, widest first. Source: safetensors `prepare`. */
const storedTypes: Record<HostDataType, NumberTypeName> = { float32: "F32", int32: "I32", bool: "BOOL" };
const typeOrder = Object.keys(storedTypes);

/**
 * Write tensors as a safetensors file, byte for byte as the reference library does.
 *
 * @param tensors name and values; any order, the file's order is by type and name
 * @param metadata text about the file; Hugging Face expects `{ format: "pt" }`
 * @returns the whole file
 * @throws CheckpointError if a name occurs twice or is reserved, or the values do not fill the shape
 * Source: the safetensors format description; layout as in its Rust library.
 */
export function writeSafetensors(
  tensors: Iterable<readonly [name: string, tensor: HostTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const pieces = safetensorsPieces(tensors, metadata);
  const file = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    file.set(piece, at);
    at += piece.length;
  }
  return file;
}

/** The same file as pieces in order: the header, then views of each tensor's values. Nothing large is copied. */
export function safetensorsPieces(
  tensors: Iterable<readonly [name: string, tensor: HostTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  checkMetadata(metadata);
  const ordered = [...tensors].map(([name, tensor]) => ({ name, tensor, key: new TextEncoder().encode(name) }));
  ordered.sort((a, b) => typeRank(a.tensor) - typeRank(b.tensor) || compareBytes(a.key, b.key));
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [["__metadata__", metadata]] : [];
  const values: Uint8Array[] = [];
  let begin = 0;
  for (const { name, tensor } of ordered) {
    checkTensor(name, tensor);
    const end = begin + tensor.values.byteLength;
    entries.push([name, { dtype: storedTypes[tensor.dtype], shape: tensor.shape, data_offsets: [begin, end] }]);
    values.push(new Uint8Array(tensor.values.buffer, tensor.values.byteOffset, tensor.values.byteLength));
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

function typeRank({ dtype }: HostTensor): number {
  return typeOrder.indexOf(dtype);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const place = a.findIndex((byte, index) => byte !== b[index]);
  return place < 0 ? a.length - b.length : a[place]! - (b[place] ?? -1);
}
