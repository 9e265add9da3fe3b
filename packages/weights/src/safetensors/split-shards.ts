import type { HostTensor } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import type { SafetensorsOptions } from "./write-safetensors.ts";

/** Which file holds which tensor. */
export interface ShardIndex {
  readonly metadata: { readonly total_parameters: number; readonly total_size: number };
  readonly weight_map: Readonly<Record<string, string>>;
}

/** A model cut into files. */
export interface Shards {
  /** File name → its tensors. A model that fits one file is `model.safetensors`, without an index. */
  readonly files: ReadonlyMap<string, readonly (readonly [name: string, tensor: HostTensor])[]>;
  /** What goes to `model.safetensors.index.json`. */
  readonly index?: ShardIndex;
}

/**
 * Cut a model into files of at most so many bytes of values, in the order given; a larger tensor has a file to itself.
 *
 * @param mostBytes of values in one file
 * @throws CheckpointError if `mostBytes` is not positive
 * Source: huggingface_hub `split_state_dict_into_shards_factory`.
 */
export function splitShards(
  tensors: Iterable<readonly [name: string, tensor: HostTensor]>,
  mostBytes: number,
  { float16 = false }: SafetensorsOptions = {},
): Shards {
  if (!(mostBytes > 0)) throw new CheckpointError(`splitShards: expected a positive number of bytes, got ${mostBytes}`);
  const shards: (readonly [string, HostTensor])[][] = [[]];
  let [filled, total, parameters] = [0, 0, 0];
  for (const [name, tensor] of tensors) {
    const bytes = tensor.values.byteLength / (float16 && tensor.dtype === "float32" ? 2 : 1);
    if (filled > 0 && filled + bytes > mostBytes) {
      shards.push([]);
      filled = 0;
    }
    shards.at(-1)!.push([name, tensor]);
    filled += bytes;
    total += bytes;
    parameters += tensor.values.length;
  }
  if (shards.length === 1) return { files: new Map([["model.safetensors", shards[0]!]]) };
  const files = new Map(shards.map((shard, index) => [shardName(index, shards.length), shard]));
  return { files, index: indexOf(files, total, parameters) };
}

function shardName(index: number, count: number): string {
  return `model-${padded(index + 1)}-of-${padded(count)}.safetensors`;
}

function padded(number: number): string {
  return String(number).padStart(5, "0");
}

function indexOf(files: Shards["files"], total_size: number, total_parameters: number): ShardIndex {
  const places = [...files].flatMap(([file, shard]) => shard.map(([name]) => [name, file] as const));
  places.sort(([a], [b]) => (a < b ? -1 : 1));
  return { metadata: { total_parameters, total_size }, weight_map: Object.fromEntries(places) };
}
