import { type HostTensor, type Tree, treeFromLeaves } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import type { ByteSource } from "../files/byte-source.ts";
import { openTensorFile } from "../files/open-tensor-file.ts";
import type { OpenSibling, OtherValue, TensorFile } from "../files/tensor-file.ts";
import { runLeftovers } from "../names/checkpoint-families.ts";
import { layouts } from "../names/layout.ts";
import { listNames, type NamePair } from "../names/list-names.ts";
import { findSkeleton } from "../names/skeleton.ts";
import { checkLeaves } from "../names/translate.ts";
import { checkShapes } from "./check-shapes.ts";
import type { CheckpointFacts } from "./checkpoint-facts.ts";
import { readAhead } from "./read-ahead.ts";
import { readFacts, type ShapedParameter } from "./read-facts.ts";
import { type NamedEntry, type RecognizedFamily, recognizeFamily } from "./recognize-family.ts";
import { SpareValues } from "./spare-values.ts";

/** A tensor of a file and what it became. */
export interface RenamedTensor {
  readonly from: string;
  readonly to: string;
}

/** Something in a file that is no parameter of the model. */
export interface LeftoverValue {
  readonly name: string;
  readonly why: string;
  /** What it says, where it is no tensor. */
  readonly value?: OtherValue;
}

/** A model read from a file. */
export interface Checkpoint {
  /** Parameters under our names, in our layout. */
  readonly tree: Tree<HostTensor>;
  readonly facts: CheckpointFacts;
  readonly renames: readonly RenamedTensor[];
  readonly leftovers: readonly LeftoverValue[];
}

/** What reading may need beside the file. */
export interface ReadCheckpointOptions {
  /** Opens a file that this one names: a shard, or the values of a `model.json`. */
  readonly open?: OpenSibling;
  /** Told after each parameter. */
  readonly onProgress?: (read: number, of: number) => void;
  /** The model's positions are no parameter, which a file does not tell from positions that are lost. */
  readonly fixedPositions?: boolean;
}

/**
 * Read a ViViT or ViT from a file of any published format: safetensors, PyTorch, NumPy, Flax, TensorFlow.js.
 *
 * Format, family, variant and depth are told from the bytes, names and shapes. Every tensor is a parameter, or left over for
 * a reason that the tables give, or an error. Tensors are read one at a time, so memory is that of the parameters.
 *
 * @returns the tree, facts of the model, what was renamed and what is left over
 * @throws CheckpointError if the file is damaged, no model of ours, or holds anything unexplained: all of it is listed
 */
export async function readCheckpoint(
  source: ByteSource,
  { open, onProgress, fixedPositions = false }: ReadCheckpointOptions = {},
): Promise<Checkpoint> {
  const file = await openTensorFile(source, open);
  const recognized = recognizeFamily(file.tensors);
  const leftovers = listLeftovers(recognized, file);
  const left = new Set(leftovers.map(({ name }) => name));
  const entries = new Map([...recognized.entries].filter(([, { original }]) => !left.has(original)));
  const pairs = listPairs(entries, recognized, fixedPositions);
  const parameters = pairs.map((pair) => shapeOf(pair, entries));
  const facts = readFacts(parameters, recognized);
  checkShapes(parameters, facts);
  const leaves: [string, HostTensor][] = [];
  for await (const leaf of readParameters(pairs, entries, file.format === "safetensors" ? 4 : 1)) {
    leaves.push(leaf);
    onProgress?.(leaves.length, pairs.length);
  }
  const renames = pairs.map(({ ours, theirs }) => ({ from: entries.get(theirs)!.original, to: ours }));
  return { tree: treeFromLeaves(leaves), facts: { format: file.format, ...facts }, renames, leftovers };
}

type Entries = ReadonlyMap<string, NamedEntry>;

/** Tensors outside the model's place in the file, or of its library but not of the model; none without a reason. */
function listLeftovers({ family, entries, outside }: RecognizedFamily, { others }: TensorFile): LeftoverValue[] {
  const found: LeftoverValue[] = [...others].map(([name, value]) => ({ name, why: "no tensor", value }));
  const unexplained: string[] = [];
  for (const name of outside) {
    const why = runLeftovers.find(([pattern]) => pattern.test(name))?.[1];
    if (why === undefined) unexplained.push(name);
    else found.push({ name, why });
  }
  if (unexplained.length > 0)
    throw new CheckpointError(
      `readCheckpoint: expected the parameters of a ${family.names.title}, got unexplained: ${unexplained.join(", ")}`,
    );
  for (const [name, { original }] of entries) {
    const reason =
      family.leftovers.find(([pattern]) => pattern.test(name)) ??
      runLeftovers.find(([pattern]) => pattern.test(original));
    if (reason) found.push({ name: original, why: reason[1] });
  }
  return found;
}

function listPairs(entries: Entries, { family }: RecognizedFamily, fixedPositions: boolean): NamePair[] {
  const heads = Object.values(family.names.head).map((entry) => (typeof entry === "string" ? entry : entry[0]));
  const names = heads.some((name) => entries.has(name)) ? family.names : { ...family.names, head: {} };
  const skeleton = findSkeleton(new Set(entries.keys()), names, { fixedPositions });
  const pairs = listNames(skeleton, names, "readCheckpoint");
  const shapes = new Map([...entries].map(([name, { entry }]) => [name, entry] as const));
  checkLeaves(shapes, pairs, "theirs", "readCheckpoint", `the parameters of a ${names.title}`);
  return pairs;
}

/** The shape in our layout, from a tensor of no values: layouts only move axes. */
function shapeOf({ ours, theirs, layout }: NamePair, entries: Entries): ShapedParameter {
  const storedShape = entries.get(theirs)!.entry.shape;
  const shape = layout ? layouts[layout].ownShape(storedShape) : storedShape;
  return { path: ours, shape, storedShape };
}

/**
 * Parameters in our layout. What is read next is on its way while a kernel is turned, and turned into memory that was read
 * into before.
 *
 * @param ahead tensors in memory at once beside the finished ones
 */
async function* readParameters(
  pairs: readonly NamePair[],
  entries: Entries,
  ahead: number,
): AsyncGenerator<[path: string, HostTensor]> {
  const spare = new SpareValues();
  const read = async (pair: NamePair) => ({ pair, tensor: await entries.get(pair.theirs)!.entry.read() });
  for await (const { pair, tensor } of readAhead(pairs, read, ahead)) {
    const { ours, theirs, layout } = pair;
    if (tensor.dtype !== "float32")
      throw new CheckpointError(`readCheckpoint: ${ours}: expected float32 or half precision, got ${tensor.dtype}`);
    const own = layout ? layouts[layout].toOurs(tensor, spare.take) : tensor;
    if (own.values.buffer !== tensor.values.buffer && entries.get(theirs)!.entry.readsCopies) spare.give(tensor.values);
    yield [ours, own];
  }
}
