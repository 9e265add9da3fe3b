import { cutByLengths } from "../losses/cut-by-lengths.ts";

/**
 * Weights by which rare classes count for as much as frequent ones: clips / (classes · clips of the class).
 *
 * Over the clips counted, the weights have the mean 1, so the learning rate keeps its meaning. A class without clips gets 0.
 *
 * @param counts clips of each class
 * @param heads number of classes of each head, which are balanced among themselves; one head by default
 * @throws RangeError if there is no clip
 * Source: King and Zeng 2001; scikit-learn's "balanced".
 */
export function balancedClassWeights(counts: readonly number[], heads: readonly number[] = [counts.length]): number[] {
  return cutByLengths(counts, heads).flatMap(balanceHead);
}

function balanceHead(counts: readonly number[]): number[] {
  const clips = counts.reduce((sum, count) => sum + count, 0);
  const filled = counts.filter((count) => count > 0).length;
  if (!(clips > 0)) throw new RangeError(`balancedClassWeights: expected clips, got counts ${counts.join(", ")}`);
  return counts.map((count) => (count > 0 ? clips / (filled * count) : 0));
}
