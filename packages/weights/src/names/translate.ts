import { type HostTensor, type Tree, treeFromLeaves, treeLeaves } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import { layouts } from "./layout.ts";
import { listNames, type NamePair } from "./list-names.ts";
import { type NameFamily, ownSpelling } from "./name-family.ts";
import { findSkeleton, type NamelessFacts } from "./skeleton.ts";

/** Heads of every attention, or of each encoder of Model 2. */
export type Heads = number | { readonly spatial: number; readonly temporal: number };

/** Our parameter tree from another library's parameters; nothing is skipped, nothing made up. */
export function fromFamily(
  leaves: ReadonlyMap<string, HostTensor>,
  family: NameFamily,
  caller: string,
  facts: NamelessFacts = {},
): Tree<HostTensor> {
  const pairs = listNames(findSkeleton(new Set(leaves.keys()), family, facts), family, caller);
  checkLeaves(leaves, pairs, "theirs", caller, `the parameters of a ${family.title}`);
  return treeFromLeaves(
    pairs.map(({ ours, theirs, layout }) => {
      const tensor = leaves.get(theirs)!;
      return [ours, layout ? layouts[layout].toOurs(tensor) : tensor] as const;
    }),
  );
}

/** Another library's parameters from our tree; nothing is skipped, nothing made up. */
export function toFamily(
  tree: Tree<HostTensor>,
  family: NameFamily,
  caller: string,
  { heads = 1, ...facts }: NamelessFacts & { readonly heads?: Heads } = {},
): Map<string, HostTensor> {
  const leaves = new Map(treeLeaves(tree));
  const pairs = listNames(findSkeleton(new Set(leaves.keys()), ownSpelling, facts), family, caller);
  checkLeaves(leaves, pairs, "ours", caller, "the parameters of a ViViT");
  return new Map(
    pairs.map(({ ours, theirs, layout, part }) => {
      const tensor = leaves.get(ours)!;
      if (!layout) return [theirs, tensor];
      return [
        theirs,
        layouts[layout].toTheirs(tensor, typeof heads === "number" ? heads : heads[part === "only" ? "spatial" : part]),
      ];
    }),
  );
}

/**
 * Hold the names and numbers of axes of a model's parameters to its list.
 *
 * @throws CheckpointError that lists every name missing, unexplained or of wrong rank
 */
export function checkLeaves(
  leaves: ReadonlyMap<string, { readonly shape: readonly number[] }>,
  pairs: readonly NamePair[],
  side: "ours" | "theirs",
  caller: string,
  wanted: string,
): void {
  const known = new Set(pairs.map((pair) => pair[side]));
  const missing = [...known].filter((name) => !leaves.has(name));
  const unexplained = [...leaves.keys()].filter((name) => !known.has(name));
  const misshapen = pairs.flatMap((pair) => {
    const [shape, axes] = [leaves.get(pair[side])?.shape, axesOf(pair, side)];
    return shape && axes !== undefined && shape.length !== axes
      ? [`${pair[side]} [${shape.join(", ")}] (expected ${axes} axes)`]
      : [];
  });
  const problems = Object.entries({ missing, unexplained, "wrong shape": misshapen })
    .filter(([, names]) => names.length > 0)
    .map(([problem, names]) => `${problem}: ${names.join(", ")}`);
  if (problems.length === 0) return;
  const fix = lacksOnlyPositions(missing, unexplained, misshapen) ? positionsFix : "";
  throw new CheckpointError(`${caller}: expected ${wanted}, got ${problems.join("; ")}${fix}`);
}

const positionsFix =
  "; if its positions are fixed or it has none, say fixedPositions, or put its config.json beside it";

function lacksOnlyPositions(missing: readonly string[], ...others: readonly (readonly string[])[]): boolean {
  return missing.every((name) => /pos(ition|_emb)/.test(name)) && others.every(({ length }) => length === 0);
}

function axesOf({ layout }: NamePair, side: "ours" | "theirs"): number | undefined {
  if (!layout) return undefined;
  return side === "ours" ? layouts[layout].ownAxes : layouts[layout].axes;
}
