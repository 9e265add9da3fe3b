import type { ModelConfig } from "@vivit/models";
import { CheckpointError } from "../checkpoint-error.ts";
import type { Heads } from "../names/translate.ts";

/**
 * Refuse to split what was learned for one number of heads into another: the shapes are the same, the model is not.
 *
 * @throws CheckpointError that names both numbers
 */
export function checkHeads(heads: Heads | undefined, { encoder, temporalEncoder }: ModelConfig): void {
  if (heads === undefined) return;
  const [spatial, temporal] = typeof heads === "number" ? [heads] : [heads.spatial, heads.temporal];
  const pairs = [
    ["encoder", spatial, encoder.heads],
    ["temporal encoder", temporal, temporalEncoder?.heads],
  ] as const;
  for (const [name, theirs, ours] of pairs)
    if (theirs !== undefined && ours !== undefined && theirs !== ours)
      throw new CheckpointError(
        `initializeFrom: expected a source with ${ours} heads in its ${name}, got ${theirs}; give the target ${theirs}`,
      );
}
