import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../usage-error.ts";

/** Files of weights, the best first. */
const kinds: readonly RegExp[] = [
  /^model\.safetensors$/,
  /^model\.safetensors\.index\.json$/,
  /^pytorch_model\.bin$/,
  /^pytorch_model\.bin\.index\.json$/,
  /^model\.json$/,
  /^checkpoint(_\d+)?$/,
  /\.(safetensors|npz|bin|pth|pt|msgpack)$/,
];

/**
 * The file of weights in a folder.
 *
 * @throws UsageError if there is none, or several of which none is the usual one
 */
export async function findWeights(folder: string): Promise<string> {
  const names = (await readdir(folder)).sort();
  const found = kinds.map((kind) => names.filter((name) => kind.test(name))).find(({ length }) => length > 0) ?? [];
  if (found.length !== 1)
    throw new UsageError(
      `model: expected one file of weights, such as model.safetensors, in ${folder}, found ${found.join(", ") || "none"}; ${found.length === 0 ? "give the directory of a finished run" : "name the one"}`,
    );
  return join(folder, found[0]!);
}
