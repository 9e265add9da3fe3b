import { CheckpointError } from "../checkpoint-error.ts";
import { type InitializationContext, type Leaves, mainPrefix } from "./initialization-context.ts";

/**
 * Refuse a source with more blocks than the target: cutting a model off leaves one that never was.
 *
 * @throws CheckpointError that names both depths
 */
export function checkDepths({ source, target }: InitializationContext): void {
  const pairs = [
    [mainPrefix(source), mainPrefix(target)],
    ["temporal.", "temporal."],
  ] as const;
  for (const [theirs, ours] of pairs) {
    const [from, to] = [countBlocks(source, theirs), countBlocks(target, ours)];
    if (to > 0 && from > to)
      throw new CheckpointError(
        `initializeFrom: expected a source of at most ${to} blocks in ${theirs}encoder, got ${from}; give the target a depth of ${from}`,
      );
  }
}

function countBlocks(leaves: Leaves, prefix: string): number {
  const beginning = `${prefix}encoder.blocks.`;
  const paths = [...leaves.keys()].filter((path) => path.startsWith(beginning));
  return new Set(paths.map((path) => path.slice(beginning.length).split(".")[0])).size;
}
