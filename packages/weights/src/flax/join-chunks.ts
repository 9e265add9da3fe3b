import { countValues, type HostTensor } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import type { OtherValue, TensorEntry } from "../files/tensor-file.ts";

const mark = "/__msgpack_chunked_array__";

/**
 * Put arrays together again that flax has cut because they were too large for one piece.
 *
 * @throws CheckpointError if a piece is missing or the pieces do not fill the shape
 * Source: flax `serialization._chunk`, `_unchunk`.
 */
export function joinChunks(
  tensors: ReadonlyMap<string, TensorEntry>,
  others: ReadonlyMap<string, OtherValue>,
): { tensors: Map<string, TensorEntry>; others: Map<string, OtherValue> } {
  const whole = new Map(tensors);
  const rest = new Map(others);
  for (const name of others.keys()) {
    if (!name.endsWith(mark)) continue;
    const path = name.slice(0, -mark.length);
    rest.delete(name);
    const shape = numbered(rest, `${path}/shape/`);
    const chunks = numbered(whole, `${path}/chunks/`);
    whole.set(path, joined(path, shape, chunks));
  }
  return { tensors: whole, others: rest };
}

/** Takes `prefix0`, `prefix1`, … out of a map, in that order. */
function numbered<Value>(map: Map<string, Value>, prefix: string): Value[] {
  const values: Value[] = [];
  for (;;) {
    const name = prefix + values.length;
    const value = map.get(name);
    if (value === undefined) return values;
    map.delete(name);
    values.push(value);
  }
}

function joined(path: string, sizes: readonly OtherValue[], chunks: readonly TensorEntry[]): TensorEntry {
  const shape = sizes.map(Number);
  const values = chunks.reduce((sum, chunk) => sum + countValues(chunk.shape), 0);
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0) || values !== countValues(shape))
    throw new CheckpointError(
      `readFlax: ${JSON.stringify(path)}: expected pieces of [${shape.join(", ")}], got ${values} values; the file is damaged`,
    );
  return { shape, read: () => readJoined(path, shape, chunks) };
}

/** One piece at a time goes to its place. */
async function readJoined(path: string, shape: readonly number[], chunks: readonly TensorEntry[]): Promise<HostTensor> {
  let whole: HostTensor | undefined;
  let filled = 0;
  for (const chunk of chunks) {
    const { dtype, values } = await chunk.read();
    whole ??= { dtype, shape, values: new (values.constructor as Float32ArrayConstructor)(countValues(shape)) };
    if (whole.dtype !== dtype)
      throw new CheckpointError(
        `readFlax: ${JSON.stringify(path)}: expected pieces of one type, got ${whole.dtype} and ${dtype}; the file is damaged`,
      );
    (whole.values as Float32Array).set(values as Float32Array, filled);
    filled += values.length;
  }
  return whole ?? { dtype: "float32", shape, values: new Float32Array(0) };
}
