import { countValues, type HostTensor } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import { fitToHalves } from "../safetensors/half-precision.ts";

/** Bytes of one file of values, so that a browser caches and resumes. Source: the converter of TensorFlow.js, `weight_shard_size_bytes`. */
const shardBytes = 4 * 2 ** 20;

/** One parameter in a manifest. Source: tfjs-core `WeightsManifestEntry`. */
export interface TfjsWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32" | "bool";
  /** Present where float16 stands in the file. */
  readonly quantization?: { readonly dtype: "float16"; readonly original_dtype: "float32" };
}

/** What `model.json` holds: no topology, as the code of a model is a function here. Source: tfjs-core `ModelJSON`. */
export interface TfjsModelJson {
  readonly generatedBy: string;
  readonly convertedBy: null;
  readonly modelTopology: null;
  readonly weightsManifest: readonly [{ readonly paths: readonly string[]; readonly weights: readonly TfjsWeight[] }];
  /** The configuration of the model, as in `config.json`, if given. */
  readonly userDefinedMetadata?: unknown;
}

/** Files for a browser. */
export interface TfjsFiles {
  readonly model: TfjsModelJson;
  /** File name → its bytes, as `paths` in `model` lists them. */
  readonly shards: ReadonlyMap<string, readonly Uint8Array[]>;
}

/** How weights for a browser are written. */
export interface TfjsOptions {
  /** Round float32 to float16: half the download. Default false. */
  readonly float16?: boolean;
  readonly shardBytes?: number;
  readonly metadata?: unknown;
}

/**
 * Write parameters as TensorFlow.js's weights: `model.json` and files of 4 MB, which `tf.io.loadWeights` reads.
 *
 * @param tensors name and values, in the order of the file
 * @throws CheckpointError if the values do not fill a shape or do not fit float16
 * Source: tfjs-core `io/weights_loader`, the format of tensorflowjs_converter.
 */
export function writeTfjsWeights(
  tensors: Iterable<readonly [name: string, tensor: HostTensor]>,
  { float16 = false, shardBytes: most = shardBytes, metadata }: TfjsOptions = {},
): TfjsFiles {
  const weights: TfjsWeight[] = [];
  const values: Uint8Array[] = [];
  for (const [name, tensor] of tensors) {
    checkLength(name, tensor);
    const halves = float16 && tensor.dtype === "float32";
    weights.push({ name, shape: tensor.shape, dtype: tensor.dtype, ...(halves ? { quantization: asHalves } : {}) });
    const stored = halves ? fitToHalves(tensor.values as Float32Array, name) : tensor.values;
    values.push(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
  }
  const pieces = cut(values, most);
  const shards = new Map(
    pieces.map((piece, index) => [`group1-shard${index + 1}of${pieces.length}.bin`, piece] as const),
  );
  const weightsManifest = [{ paths: [...shards.keys()], weights }] as const;
  const model = { generatedBy: "@vivit/weights", convertedBy: null, modelTopology: null, weightsManifest };
  return { model: metadata === undefined ? model : { ...model, userDefinedMetadata: metadata }, shards };
}

const asHalves = { dtype: "float16", original_dtype: "float32" } as const;

/** The values one after another, cut every so many bytes; views, nothing is copied. */
function cut(values: readonly Uint8Array[], most: number): Uint8Array[][] {
  const shards: Uint8Array[][] = [[]];
  let room = most;
  for (const bytes of values)
    for (let begin = 0; begin < bytes.length; ) {
      if (room === 0) {
        shards.push([]);
        room = most;
      }
      const piece = bytes.subarray(begin, begin + room);
      shards.at(-1)!.push(piece);
      begin += piece.length;
      room -= piece.length;
    }
  return shards;
}

function checkLength(name: string, { shape, values }: HostTensor): void {
  if (countValues(shape) !== values.length)
    throw new CheckpointError(
      `writeTfjsWeights: "${name}": expected ${countValues(shape)} values for [${shape.join(", ")}], got ${values.length}`,
    );
}
