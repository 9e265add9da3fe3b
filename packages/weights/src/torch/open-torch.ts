import type { HostTensor } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import type { ByteSource } from "../files/byte-source.ts";
import type { TensorEntry, TensorFile } from "../files/tensor-file.ts";
import { decodeTensor } from "../safetensors/decode-tensor.ts";
import { numberTypes } from "../safetensors/number-types.ts";
import { openZip, type ZipMember } from "../zip/open-zip.ts";
import { flattenPickle } from "./flatten-pickle.ts";
import { gatherView } from "./gather-view.ts";
import type { PickleStorage, PickleTensor } from "./pickle-value.ts";
import { readPickle } from "./read-pickle.ts";

/**
 * Open what `torch.save` has written (`.bin`, `.pt`, `.pth`): the pickle is read now, values when they are asked for.
 *
 * @throws CheckpointError if the archive is damaged, or its pickle wants anything but tensors
 * Source: PyTorch `torch/serialization.py`, the format of version 1.6 and later.
 */
export async function openTorch(source: ByteSource, given?: ReadonlyMap<string, ZipMember>): Promise<TensorFile> {
  const members = given ?? (await openZip(source, "readTorch"));
  const root = findRoot(members);
  const { tensors, others } = await readState(members.get(`${root}data.pkl`)!);
  const storages = openStorages(members, root);
  const entries = [...tensors].map(([name, tensor]): [string, TensorEntry] => {
    checkStorage(storages, name, tensor.storage);
    return [name, { shape: tensor.shape, read: async () => decode(name, tensor, await storages.read(tensor.storage)) }];
  });
  return { format: "torch", tensors: new Map(entries), others };
}

/** Everything in the archive lies in one folder, named after the file. */
function findRoot(members: ReadonlyMap<string, ZipMember>): string {
  const pickles = [...members.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickles.length !== 1)
    throw new CheckpointError(`readTorch: expected one data.pkl in the archive, got ${pickles.length}`);
  const root = pickles[0]!.slice(0, -"data.pkl".length);
  if (members.has(`${root}constants.pkl`))
    throw new CheckpointError(
      "readTorch: expected tensors, got a TorchScript program; save the model's state_dict with torch.save",
    );
  return root;
}

/** Longest pickle read, in bytes; that of a model with 100,000 tensors takes a tenth of it. */
const longestPickle = 100_000_000;

async function readState(member: ZipMember) {
  if (member.size > longestPickle)
    throw new CheckpointError(`readTorch: expected a pickle of at most ${longestPickle} bytes, got ${member.size}`);
  const bytes = await member.read();
  return flattenPickle(readPickle(bytes), bytes.length);
}

interface Storages {
  size(key: string): number | undefined;
  read(storage: PickleStorage): Promise<Uint8Array>;
}

/** The last storage is kept: many tensors may be views of one. */
function openStorages(members: ReadonlyMap<string, ZipMember>, root: string): Storages {
  let last: { key: string; bytes: Promise<Uint8Array> } | undefined;
  const at = (key: string) => members.get(`${root}data/${key}`);
  return {
    size: (key) => at(key)?.size,
    read: async ({ key }) => {
      if (last?.key !== key) {
        await checkByteOrder(members.get(`${root}byteorder`));
        last = { key, bytes: at(key)!.read() };
      }
      return last.bytes;
    },
  };
}

async function checkByteOrder(member: ZipMember | undefined): Promise<void> {
  const order = member ? new TextDecoder().decode(await member.read(16)) : "little";
  if (order !== "little")
    throw new CheckpointError(
      `readTorch: expected values with the lowest byte first, got byte order ${JSON.stringify(order)}; save the file again on another machine`,
    );
}

function checkStorage(storages: Storages, name: string, { key, type, count }: PickleStorage): void {
  const wanted = count * widthOf(type);
  const size = storages.size(key);
  if (size !== wanted)
    throw new CheckpointError(
      `readTorch: ${JSON.stringify(name)}: expected a storage of ${wanted} bytes, got ${size ?? "none"}; the file is damaged`,
    );
}

function widthOf(type: PickleStorage["type"]): 1 | 2 | 4 | 8 {
  return type === "F64" ? 8 : numberTypes[type].width;
}

function decode(name: string, tensor: PickleTensor, storage: Uint8Array): HostTensor {
  const { type } = tensor.storage;
  if (type === "F64")
    throw new CheckpointError(
      `readTorch: ${JSON.stringify(name)}: expected float32 or smaller, got float64; save it after .float()`,
    );
  const bytes = gatherView(storage, numberTypes[type].width, tensor);
  return decodeTensor({ name, type, shape: tensor.shape }, bytes, "readTorch");
}
