import { CheckpointError } from "../checkpoint-error.ts";
import type { OtherValue } from "../files/tensor-file.ts";
import type { PickleTensor, PickleValue } from "./pickle-value.ts";

/** Dictionaries within dictionaries; a training run's file has four. */
const deepest = 16;

/** Tensors and other values by their path, joined with ".". */
export interface FlatPickle {
  readonly tensors: Map<string, PickleTensor>;
  readonly others: Map<string, OtherValue>;
}

/**
 * Every value of a pickle under its path.
 *
 * @param most values at all: a pickle can mention one list a billion times in a few bytes
 * @throws CheckpointError if a path occurs twice or the nesting is endless
 */
export function flattenPickle(root: PickleValue, most: number): FlatPickle {
  const flat: FlatPickle = { tensors: new Map(), others: new Map() };
  let visited = 0;
  const visit = (value: PickleValue, path: string, depth: number): void => {
    if (++visited > most) throw refusal(`at most ${most} values`, "more: lists within lists, without end");
    if (depth > deepest) throw refusal(`at most ${deepest} dictionaries within each other`, "more");
    if (flat.tensors.has(path) || flat.others.has(path)) throw refusal(`${quote(path)} once`, "twice");
    const isPlain = typeof value !== "object" || value === null;
    if (isPlain) flat.others.set(path, value);
    else if (value.kind === "tensor") flat.tensors.set(path, value);
    else if (value.kind === "dictionary") visitPairs(value.pairs, path, depth, visit);
    else if (value.kind === "list" || value.kind === "tuple")
      for (const [index, item] of value.items.entries()) visit(item, join(path, String(index)), depth + 1);
    else throw refusal(`tensors and numbers at ${quote(path)}`, `a ${value.kind}`);
  };
  visit(root, "", 0);
  if (flat.tensors.size === 0) throw refusal("a dictionary of tensors", "none; save the state_dict of the model");
  return flat;
}

function visitPairs(
  pairs: readonly (readonly [PickleValue, PickleValue])[],
  path: string,
  depth: number,
  visit: (value: PickleValue, path: string, depth: number) => void,
): void {
  for (const [key, value] of pairs) {
    if (typeof key !== "string" && typeof key !== "number") throw refusal("names or numbers as keys", "others");
    if (String(key).split(".").includes("__proto__")) throw refusal("names without __proto__", quote(String(key)));
    visit(value, join(path, String(key)), depth + 1);
  }
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

function refusal(wanted: string, got: string): CheckpointError {
  return new CheckpointError(`readTorch: expected ${wanted}, got ${got}`);
}
