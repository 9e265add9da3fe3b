import { CheckpointError } from "../checkpoint-error.ts";
import { HeaderText } from "./header-text.ts";
import { type NumberTypeName, numberTypes } from "./number-types.ts";

/** Where one tensor lies in a file and what it is. */
export interface StoredTensor {
  readonly name: string;
  readonly type: NumberTypeName;
  readonly shape: readonly number[];
  /** First byte and the byte after the last, counted from the beginning of the file. */
  readonly begin: number;
  readonly end: number;
}

/** What a safetensors file says about itself before the values. */
export interface SafetensorsHeader {
  /** In the order in which they lie in the file. */
  readonly tensors: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Longest header accepted, in bytes. Source: safetensors `MAX_HEADER_SIZE`. */
const longestHeader = 100_000_000;
/** Most axes of a tensor; NumPy's limit was 32. */
const mostAxes = 32;

/**
 * Read the length of the header from the first 8 bytes of a file.
 *
 * @param fileBytes size of the whole file
 * @returns bytes of header text, which begins at byte 8
 * @throws CheckpointError if the file cannot hold such a header
 */
export function readHeaderLength(prefix: Uint8Array, fileBytes: number): number {
  if (prefix.length < 8 || fileBytes < 8)
    throw new CheckpointError(
      `readSafetensors: expected at least 8 bytes, got ${Math.min(prefix.length, fileBytes)}; the file is cut short or not a safetensors file`,
    );
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true));
  if (length > longestHeader)
    throw new CheckpointError(
      `readSafetensors: expected a header of at most ${longestHeader} bytes, got ${length}; this is not a safetensors file`,
    );
  if (length > fileBytes - 8)
    throw new CheckpointError(
      `readSafetensors: expected a header of ${length} bytes, got ${fileBytes - 8}; the file is cut short or not a safetensors file`,
    );
  return length;
}

/**
 * Read the header of a safetensors file and check every claim in it against the size of the file.
 *
 * @param text the bytes of the header, without the 8 bytes before it
 * @throws CheckpointError if a name occurs twice, a type is unknown, or the tensors do not fill the file exactly
 */
export function readHeader(text: Uint8Array, fileBytes: number): SafetensorsHeader {
  const tensors: StoredTensor[] = [];
  let metadata: Record<string, string> = {};
  const header = new HeaderText(decodeText(text));
  const dataBegin = 8 + text.length;
  header.readRecord("tensor", (name) => {
    if (name === "__metadata__") metadata = readMetadata(header);
    else tensors.push(readStoredTensor(header, name, dataBegin));
  });
  header.expectEnd();
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkLayout(tensors, dataBegin, fileBytes);
  return { tensors, metadata };
}

function decodeText(text: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(text);
  } catch {
    throw new CheckpointError(
      "readSafetensors: header: expected UTF-8 text, got other bytes; this is not a safetensors file",
    );
  }
}

function readMetadata(header: HeaderText): Record<string, string> {
  const entries: [string, string][] = [];
  header.readRecord("metadata", (name) => void entries.push([name, header.readString()]));
  return Object.fromEntries(entries);
}

function readStoredTensor(header: HeaderText, name: string, dataBegin: number): StoredTensor {
  if (name.split(".").includes("__proto__")) header.refuse("a tensor name without __proto__", JSON.stringify(name));
  let type: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  header.readRecord(`field of ${JSON.stringify(name)}`, (field) => {
    if (field === "dtype") type = header.readString();
    else if (field === "shape") shape = header.readWholeNumbers(mostAxes);
    else if (field === "data_offsets") offsets = header.readWholeNumbers(2);
    else header.refuse(`dtype, shape and data_offsets of ${JSON.stringify(name)}`, JSON.stringify(field));
  });
  if (type === undefined || shape === undefined || offsets?.length !== 2)
    header.refuse(`dtype, shape and two data_offsets of ${JSON.stringify(name)}`, "fewer");
  checkType(name, type);
  const stored = { name, type, shape, begin: dataBegin + offsets[0]!, end: dataBegin + offsets[1]! };
  checkBytes(stored);
  return stored;
}

function checkType(name: string, type: string): asserts type is NumberTypeName {
  if (!Object.hasOwn(numberTypes, type))
    throw new CheckpointError(
      `readSafetensors: "${name}": expected a type among ${Object.keys(numberTypes).join(", ")}, got ${type}; convert the file to F32 first`,
    );
}

function checkBytes({ name, type, shape, begin, end }: StoredTensor): void {
  const bytes = shape.reduce((product, size) => product * size, numberTypes[type].width as number);
  if (bytes !== end - begin)
    throw new CheckpointError(
      `readSafetensors: "${name}": expected ${bytes} bytes for ${type} [${shape.join(", ")}], got ${end - begin}; the file is damaged`,
    );
}

/** The tensors must follow each other without hole or overlap up to the last byte. Source: safetensors `Metadata::validate`. */
function checkLayout(tensors: readonly StoredTensor[], dataBegin: number, fileBytes: number): void {
  let reached = dataBegin;
  for (const { name, begin, end } of tensors) {
    if (begin !== reached)
      throw new CheckpointError(
        `readSafetensors: "${name}": expected to begin at byte ${reached}, got ${begin}, ${begin < reached ? "an overlap" : "a hole"}; the file is damaged`,
      );
    reached = end;
  }
  if (reached !== fileBytes)
    throw new CheckpointError(
      `readSafetensors: expected a file of ${reached} bytes, got ${fileBytes}; ${fileBytes < reached ? "the file is cut short, copy or download it again" : "the file is damaged"}`,
    );
}
