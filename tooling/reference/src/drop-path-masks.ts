import { type HostTensor, hostTensor } from "@vivit/nn";
import type { DrawnEncoderMasks } from "@vivit/transformer";

/**
 * Masks for dropped branches as a case stores them.
 *
 * @param patterns [layer, branch, example]; branch 0 is attention, 1 the MLP; 1 drops
 */
export function dropPathMasks(patterns: HostTensor | undefined): DrawnEncoderMasks | undefined {
  if (!patterns) return undefined;
  const [layers, branches, batch] = patterns.shape as [number, number, number];
  const kept = (layer: number, branch: number) => {
    const begin = (layer * branches + branch) * batch;
    return hostTensor(
      Float32Array.from(patterns.values.subarray(begin, begin + batch), (dropped) => 1 - dropped),
      [batch, 1, 1],
    );
  };
  return {
    blocks: Array.from({ length: layers }, (_, layer) => ({
      attentionBranch: kept(layer, 0),
      mlpBranch: kept(layer, 1),
    })),
  };
}
