/** Clips of one class that were taken for another. */
export interface Confusion {
  readonly truth: number;
  readonly predicted: number;
  readonly clips: number;
}

/**
 * Mistakes by kind, the most frequent first.
 *
 * @param confusion clips by [true class, predicted class]
 */
export function countConfusions(confusion: readonly (readonly number[])[]): Confusion[] {
  return confusion
    .flatMap((counts, truth) => counts.map((clips, predicted) => ({ truth, predicted, clips })))
    .filter(({ truth, predicted, clips }) => truth !== predicted && clips > 0)
    .sort((one, other) => other.clips - one.clips);
}
