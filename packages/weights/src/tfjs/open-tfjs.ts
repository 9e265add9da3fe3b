import { countValues } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import { type ByteSource, readPiece } from "../files/byte-source.ts";
import { joinSources } from "../files/join-sources.ts";
import { asList, asRecord, asSiblingName, asText, type JsonRecord } from "../files/read-json.ts";
import type { OpenSibling, TensorEntry, TensorFile } from "../files/tensor-file.ts";
import { decodeWeight, readStoredWeight, type StoredWeight, storedWidth } from "./stored-weight.ts";

/**
 * Open the weights of a TensorFlow.js model, layers or graph: `model.json` names the files they lie in.
 *
 * @param model the parsed `model.json`
 * @param open opens one of the files
 * @throws CheckpointError if a name occurs twice, a type is unknown, or the files are not as long as the weights
 * Source: tfjs-core `io/weights_loader`, `io_utils.decodeWeights`.
 */
export async function openTfjs(model: JsonRecord, open: OpenSibling): Promise<TensorFile> {
  const tensors = new Map<string, TensorEntry>();
  for (const group of asList(model.weightsManifest, "readTfjs", "weightsManifest")) {
    const { paths, weights } = asRecord(group, "readTfjs", "a group of weightsManifest");
    const names = asList(paths, "readTfjs", "paths").map((name) => asSiblingName(name, "readTfjs", "a path"));
    const sources: ByteSource[] = [];
    for (const name of names) sources.push(await open(name));
    const stored = asList(weights, "readTfjs", "weights").map(readStoredWeight);
    addGroup(tensors, stored, joinSources(sources), names);
  }
  const metadata = ["format", "generatedBy", "convertedBy"].filter((name) => typeof model[name] === "string");
  const others = new Map(metadata.map((name) => [name, asText(model[name], "readTfjs", name)]));
  return { format: "tfjs", tensors, others };
}

function addGroup(
  tensors: Map<string, TensorEntry>,
  weights: readonly StoredWeight[],
  source: ByteSource,
  files: readonly string[],
): void {
  let begin = 0;
  for (const weight of weights) {
    const [from, to] = [begin, begin + countValues(weight.shape) * storedWidth(weight)];
    if (tensors.has(weight.name))
      throw new CheckpointError(
        `readTfjs: expected ${JSON.stringify(weight.name)} once, got twice; the file is damaged`,
      );
    tensors.set(weight.name, {
      shape: weight.shape,
      read: async () => decodeWeight(weight, await readPiece(source, from, to, "readTfjs", weight.name)),
    });
    begin = to;
  }
  if (begin !== source.size)
    throw new CheckpointError(
      `readTfjs: expected ${begin} bytes in ${files.slice(0, 5).join(", ")}, got ${source.size}; a file is cut short or of another model`,
    );
}
