import { CheckpointError } from "../checkpoint-error.ts";
import { asRecord, asSiblingName, type JsonRecord } from "../files/read-json.ts";
import type { OpenSibling, TensorEntry, TensorFile } from "../files/tensor-file.ts";

/**
 * Open the shards that an index names. Index and shards must agree on every name: a shard of another model is refused.
 *
 * @param index the parsed `*.index.json`
 * @param open opens a shard
 * @param read reads one shard, of whatever format
 * @throws CheckpointError that lists what the index and the shards say differently
 * Source: huggingface_hub `split_torch_state_dict_into_shards`, its index.
 */
export async function openShards(
  index: JsonRecord,
  open: OpenSibling,
  read: (source: Awaited<ReturnType<OpenSibling>>) => Promise<TensorFile>,
): Promise<TensorFile> {
  const places = new Map(
    Object.entries(asRecord(index.weight_map, "readShards", "weight_map")).map(([name, file]) => [
      name,
      asSiblingName(file, "readShards", `the file of ${JSON.stringify(name)}`),
    ]),
  );
  const shards = new Map<string, TensorFile>();
  for (const file of new Set(places.values())) shards.set(file, await read(await open(file)));
  const first = shards.values().next().value;
  if (first === undefined) throw new CheckpointError("readShards: expected tensors in weight_map, got none");
  return { format: first.format, tensors: joinShards(places, shards), others: first.others };
}

function joinShards(
  places: ReadonlyMap<string, string>,
  shards: ReadonlyMap<string, TensorFile>,
): Map<string, TensorEntry> {
  const tensors = new Map<string, TensorEntry>();
  const problems: string[] = [];
  for (const [name, file] of places) {
    const entry = shards.get(file)!.tensors.get(name);
    if (entry) tensors.set(name, entry);
    else problems.push(`${name} is not in ${file}`);
  }
  for (const [file, shard] of shards)
    for (const name of shard.tensors.keys())
      if (places.get(name) !== file) problems.push(`${name} in ${file} is not in the index`);
  if (problems.length > 0)
    throw new CheckpointError(
      `readShards: expected the index and its files to name the same tensors, got ${problems.join(", ")}; the files are of different models or versions`,
    );
  return tensors;
}
