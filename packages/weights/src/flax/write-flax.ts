import { Encoder, ExtensionCodec } from "@msgpack/msgpack";
import { countValues, type HostTensor } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";

/** What flax makes of an array's type. */
const typeNames = { float32: "float32", int32: "int32", bool: "bool" } as const;

/** Values of one array in a file; flax cuts what is larger. Source: flax `serialization.MAX_CHUNK_SIZE`. */
const largestArray = 2 ** 30;

/** How a Flax file is written. */
export interface FlaxOptions {
  /** Steps of training that made the parameters; 0 by default. */
  readonly globalStep?: number;
  /** Bytes of values above which an array is cut into chunks. Default 2³⁰, as flax. */
  readonly chunkBytes?: number;
}

/**
 * Write parameters as the checkpoint that Scenic's ViViT code restores: a msgpack map with `optimizer.target`.
 *
 * @param leaves Scenic's names, joined with "/", as `toScenic` gives them
 * @returns the whole file; write it as `checkpoint_0` or the like
 * @throws CheckpointError if a name is a branch as well, or the values do not fill a shape
 * Source: flax `serialization.msgpack_serialize`; the layout of Scenic's released ViViT checkpoints.
 */
export function writeFlax(
  leaves: Iterable<readonly [name: string, tensor: HostTensor]>,
  { globalStep = 0, chunkBytes = largestArray }: FlaxOptions = {},
): Uint8Array {
  const target = nested(leaves, chunkBytes);
  return encode({ accum_train_time: 0, global_step: globalStep, model_state: {}, optimizer: { target } });
}

type Branch = { [name: string]: Branch | HostTensor | boolean };

/** A map of maps; own properties only, so that no name means anything to JavaScript. */
function nested(leaves: Iterable<readonly [string, HostTensor]>, chunkBytes: number): Branch {
  const root = Object.create(null) as Branch;
  for (const [path, tensor] of leaves) {
    const names = path.split("/");
    const last = names.pop()!;
    let branch = root;
    for (const name of names) {
      branch[name] ??= Object.create(null) as Branch;
      branch = branch[name] as Branch;
      if ("values" in branch) throw twice(path);
    }
    if (last in branch) throw twice(path);
    checkLength(path, tensor);
    branch[last] = tensor.values.byteLength > chunkBytes ? chunked(tensor, chunkBytes) : tensor;
  }
  return root;
}

function chunked({ dtype, shape, values }: HostTensor, chunkBytes: number): Branch {
  const length = Math.max(1, Math.floor(chunkBytes / values.BYTES_PER_ELEMENT));
  const chunks: Branch = {};
  for (let begin = 0, index = 0; begin < values.length; begin += length, index++) {
    const part = values.subarray(begin, begin + length);
    chunks[index] = { dtype, shape: [part.length], values: part };
  }
  const sizes = Object.fromEntries(shape.map((size, axis) => [axis, size]));
  return { __msgpack_chunked_array__: true, shape: sizes as never, chunks };
}

/** Extension 1: an array as `[shape, dtype name, bytes]`, itself msgpack. */
function encode(root: object): Uint8Array {
  const extensionCodec = new ExtensionCodec();
  const inner = new Encoder();
  extensionCodec.register({
    type: 1,
    encode: (node) => (isTensor(node) ? inner.encode([node.shape, typeNames[node.dtype], bytesOf(node)]) : null),
    decode: () => undefined,
  });
  return new Encoder({ extensionCodec, sortKeys: true, maxDepth: 64 }).encodeSharedRef(root);
}

function isTensor(node: unknown): node is HostTensor {
  return typeof node === "object" && node !== null && ArrayBuffer.isView((node as Partial<HostTensor>).values);
}

function bytesOf({ values }: HostTensor): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function checkLength(path: string, { shape, values }: HostTensor): void {
  if (countValues(shape) !== values.length)
    throw new CheckpointError(
      `writeFlax: "${path}": expected ${countValues(shape)} values for [${shape.join(", ")}], got ${values.length}`,
    );
}

function twice(path: string): CheckpointError {
  return new CheckpointError(`writeFlax: expected "${path}" to be a parameter or a branch, got both or twice`);
}
