import type { HostTensor } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import { asList, asRecord, asText } from "../files/read-json.ts";
import { decodeTensor } from "../safetensors/decode-tensor.ts";
import { type NumberTypeName, numberTypes } from "../safetensors/number-types.ts";

/** One weight of a manifest, checked. */
export interface StoredWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: keyof typeof plainTypes;
  /** How it lies in the file where that is not its type; `scale` and `min` only where numbers are counted in steps. */
  readonly quantization?: { readonly type: NumberTypeName; readonly scale?: number; readonly min?: number };
}

const plainTypes = { float32: "F32", int32: "I32", bool: "BOOL" } as const;
const quantizedTypes: Readonly<Record<string, NumberTypeName>> = { float16: "F16", uint8: "U8", uint16: "U16" };
const mostAxes = 32;

/** @throws CheckpointError if an entry of a manifest is none, or of a type that no parameter has */
export function readStoredWeight(entry: unknown): StoredWeight {
  const record = asRecord(entry, "readTfjs", "a weight");
  const name = asText(record.name, "readTfjs", "the name of a weight");
  const what = JSON.stringify(name.slice(0, 80));
  if (name.split(/[./]/).includes("__proto__"))
    throw new CheckpointError(`readTfjs: expected names without __proto__, got ${what}`);
  const shape = asList(record.shape, "readTfjs", `the shape of ${what}`);
  if (shape.length > mostAxes || !shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0))
    throw new CheckpointError(
      `readTfjs: ${what}: expected a shape of whole numbers, got ${JSON.stringify(shape).slice(0, 80)}`,
    );
  const dtype = asText(record.dtype, "readTfjs", `the type of ${what}`);
  if (!Object.hasOwn(plainTypes, dtype)) throw unknownType(what, dtype);
  const quantization = record.quantization === undefined ? undefined : readQuantization(record.quantization, what);
  return {
    name,
    shape: shape as number[],
    dtype: dtype as StoredWeight["dtype"],
    ...(quantization ? { quantization } : {}),
  };
}

/** Bytes of one number in the file. */
export function storedWidth({ dtype, quantization }: StoredWeight): number {
  return numberTypes[quantization?.type ?? plainTypes[dtype]].width;
}

/** Values of a weight: what was counted in steps is multiplied out. */
export function decodeWeight({ name, shape, dtype, quantization }: StoredWeight, bytes: Uint8Array): HostTensor {
  const type = quantization?.type ?? plainTypes[dtype];
  const tensor = decodeTensor({ name, type, shape }, bytes, "readTfjs");
  const { scale, min } = quantization ?? {};
  if (scale === undefined || min === undefined) return tensor;
  const real = Float64Array.from(tensor.values, (step) => step * scale + min);
  return dtype === "int32"
    ? { dtype, shape, values: Int32Array.from(real, Math.round) }
    : { dtype: "float32", shape, values: Float32Array.from(real) };
}

function readQuantization(value: unknown, what: string): NonNullable<StoredWeight["quantization"]> {
  const { dtype, scale, min } = asRecord(value, "readTfjs", `the quantization of ${what}`);
  const name = asText(dtype, "readTfjs", `the quantized type of ${what}`);
  const type = Object.hasOwn(quantizedTypes, name) ? quantizedTypes[name] : undefined;
  if (!type) throw unknownType(what, name);
  if (type === "F16") return { type };
  if (!Number.isFinite(scale) || !Number.isFinite(min))
    throw new CheckpointError(`readTfjs: ${what}: expected a scale and a least value, got others; the file is damaged`);
  return { type, scale: scale as number, min: min as number };
}

function unknownType(what: string, type: string): CheckpointError {
  const known = [...Object.keys(plainTypes), ...Object.keys(quantizedTypes)].join(", ");
  return new CheckpointError(`readTfjs: ${what}: expected a type among ${known}, got ${type.slice(0, 40)}`);
}
