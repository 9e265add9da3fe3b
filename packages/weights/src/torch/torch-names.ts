import { CheckpointError } from "../checkpoint-error.ts";
import {
  describePickle,
  type PickleList,
  type PickleName,
  type PickleStorage,
  type PickleTensor,
  type PickleValue,
} from "./pickle-value.ts";

/** Classes of storages. Source: PyTorch `torch/storage.py`. */
const storageTypes: Readonly<Record<string, PickleStorage["type"]>> = {
  "torch.FloatStorage": "F32",
  "torch.HalfStorage": "F16",
  "torch.BFloat16Storage": "BF16",
  "torch.DoubleStorage": "F64",
  "torch.LongStorage": "I64",
  "torch.IntStorage": "I32",
  "torch.ShortStorage": "I16",
  "torch.CharStorage": "I8",
  "torch.ByteStorage": "U8",
  "torch.BoolStorage": "BOOL",
};

/** What may be called, and what comes of it. Source: PyTorch `torch/_utils.py`. */
const functions: Readonly<Record<string, (items: readonly PickleValue[]) => PickleValue>> = {
  "collections.OrderedDict": orderedDictionary,
  "torch._utils._rebuild_tensor": rebuildTensor,
  "torch._utils._rebuild_tensor_v2": rebuildTensor,
  "torch._utils._rebuild_parameter": ([tensor]) => requireTensor(tensor),
  "torch.Size": ([sizes]) => ({ kind: "tuple", items: [...requireList(sizes)] }),
};

/**
 * Look a name up that a pickle mentions. Nothing is ever imported: the name is one of a table, or the file is refused.
 *
 * @throws CheckpointError that names it
 */
export function lookUpName(module: string, name: string): PickleName {
  const full = `${module}.${name}`;
  if (Object.hasOwn(storageTypes, full) || Object.hasOwn(functions, full)) return { kind: "name", name: full };
  throw new CheckpointError(
    `readTorch: expected only what tensors are made of, got the name ${JSON.stringify(full.slice(0, 120))}; a pickle can run any code by such a name, so save the state_dict alone, or convert the file to safetensors`,
  );
}

/** @throws CheckpointError if what is called is no function of the table, or the arguments are not its */
export function callName(callee: PickleValue, given: PickleValue): PickleValue {
  const call = isKind(callee, "name") && Object.hasOwn(functions, callee.name) ? functions[callee.name] : undefined;
  if (!call) throw refusal("a function of tensors to be called", describePickle(callee));
  return call(requireList(given));
}

/** @throws CheckpointError if a persistent id is not that of a storage */
export function loadStorage(id: PickleValue): PickleStorage {
  const [mark, kind, key, , count] = requireList(id);
  const type = isKind(kind, "name") && Object.hasOwn(storageTypes, kind.name) ? storageTypes[kind.name] : undefined;
  if (mark !== "storage" || !type || typeof key !== "string" || !isCount(count))
    throw refusal("a storage with a type, a key and a length", describePickle(kind));
  return { kind: "storage", key, type, count };
}

function orderedDictionary(given: readonly PickleValue[]): PickleValue {
  const pairs = given.length === 0 ? [] : requireList(given[0]).map((pair) => requireList(pair));
  if (given.length > 1 || !pairs.every((pair) => pair.length === 2)) throw refusal("pairs of an OrderedDict", "others");
  return { kind: "dictionary", pairs: pairs.map(([key, value]) => [key!, value!]) };
}

function rebuildTensor([storage, offset, sizes, steps]: readonly PickleValue[]): PickleTensor {
  if (!isKind(storage, "storage")) throw refusal("a storage in a tensor", describePickle(storage));
  const [shape, strides] = [requireList(sizes), requireList(steps)];
  if (!isCount(offset) || !shape.every(isCount) || !strides.every(isCount) || shape.length !== strides.length)
    throw refusal("a tensor with an offset, sizes and strides of 0 or more", "others");
  checkBounds(storage, offset, shape, strides);
  return { kind: "tensor", storage, offset, shape, strides };
}

/** A view must lie in its storage and may not show a number twice: a small file could ask for any amount of memory. */
function checkBounds(
  { count, key }: PickleStorage,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): void {
  const numbers = shape.reduce((product, size) => product * size, 1);
  const last = offset + shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, 0);
  const what = `a view [${shape.join(", ")}] with strides [${strides.join(", ")}] at ${offset}`;
  if (numbers > count || (numbers > 0 && last >= count))
    throw refusal(`tensors within the ${count} numbers of storage ${JSON.stringify(key.slice(0, 40))}`, what);
}

function requireTensor(value: PickleValue | undefined): PickleTensor {
  if (!isKind(value, "tensor")) throw refusal("a tensor in a parameter", describePickle(value));
  return value;
}

function requireList(value: PickleValue | undefined): readonly PickleValue[] {
  if (!isKind(value, "tuple") && !isKind(value, "list")) throw refusal("a tuple", describePickle(value));
  return (value as PickleList).items;
}

type Kinds = Extract<PickleValue, { kind: string }>;

function isKind<K extends Kinds["kind"]>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<Kinds, { kind: K }> {
  return typeof value === "object" && value !== null && value.kind === kind;
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function refusal(wanted: string, got: string): CheckpointError {
  return new CheckpointError(`readTorch: expected ${wanted}, got ${got}; the file is damaged`);
}
