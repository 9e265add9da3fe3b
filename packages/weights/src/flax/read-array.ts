import { countValues } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import { type ByteSource, readPiece } from "../files/byte-source.ts";
import type { TensorEntry } from "../files/tensor-file.ts";
import { decodeTensor } from "../safetensors/decode-tensor.ts";
import { type NumberTypeName, numberTypes } from "../safetensors/number-types.ts";
import { MessagePackCursor } from "./msgpack-cursor.ts";

/** NumPy's names of number types. */
const types: Readonly<Record<string, NumberTypeName>> = {
  float32: "F32",
  float16: "F16",
  bfloat16: "BF16",
  int64: "I64",
  uint64: "U64",
  int32: "I32",
  uint32: "U32",
  int16: "I16",
  uint16: "U16",
  int8: "I8",
  uint8: "U8",
  bool: "BOOL",
};
const mostAxes = 32;

/**
 * Read what an array says about itself; its values stay in the file.
 *
 * @param begin of the payload of the extension: shape, name of the type, bytes
 * @throws CheckpointError if the payload is anything else, or its bytes are not those of the shape
 * Source: flax `serialization._ndarray_to_bytes`.
 */
export async function readArray(
  source: ByteSource,
  name: string,
  begin: number,
  length: number,
): Promise<TensorEntry & { readonly typeName: string }> {
  const cursor = new MessagePackCursor(source, begin, begin + length);
  const parts = await cursor.token();
  if (parts.kind !== "list" || parts.length !== 3) throw cursor.refusal("an array of shape, type and bytes", "others");
  const shape = await readShape(cursor);
  const type = await cursor.token();
  const bytes = await cursor.token();
  if (type.kind !== "plain" || typeof type.value !== "string" || bytes.kind !== "bytes" || !cursor.isAtEnd)
    throw cursor.refusal("an array of shape, type and bytes", "others");
  const typeName = type.value;
  const known = Object.hasOwn(types, typeName) ? types[typeName] : undefined;
  checkBytes(name, known, shape, bytes.length);
  return {
    shape,
    typeName,
    read: async () => {
      if (!known) throw unknownType(name, typeName);
      const values = await readPiece(source, bytes.begin, bytes.begin + bytes.length, "readFlax", name);
      return decodeTensor({ name, type: known, shape }, values, "readFlax");
    },
  };
}

async function readShape(cursor: MessagePackCursor): Promise<number[]> {
  const list = await cursor.token();
  if (list.kind !== "list" || list.length > mostAxes) throw cursor.refusal(`at most ${mostAxes} sizes`, "others");
  const shape: number[] = [];
  while (shape.length < list.length) {
    const size = await cursor.token();
    if (size.kind !== "plain" || !Number.isSafeInteger(size.value) || (size.value as number) < 0)
      throw cursor.refusal("sizes of 0 or more", "others");
    shape.push(size.value as number);
  }
  return shape;
}

function checkBytes(name: string, type: NumberTypeName | undefined, shape: readonly number[], length: number): void {
  const wanted = type ? countValues(shape) * numberTypes[type].width : length;
  if (wanted !== length)
    throw new CheckpointError(
      `readFlax: ${JSON.stringify(name)}: expected ${wanted} bytes for ${type} [${shape.join(", ")}], got ${length}; the file is damaged`,
    );
}

function unknownType(name: string, type: string): CheckpointError {
  return new CheckpointError(
    `readFlax: ${JSON.stringify(name)}: expected a type among ${Object.keys(types).join(", ")}, got ${type.slice(0, 40)}; save it as float32`,
  );
}
