import type { ClipIndex } from "@vivit/datasets";
import { openData } from "@vivit/datasets/node";
import { UsageError } from "../usage-error.ts";

/** What `--data` takes, for help. */
export const dataHelp =
  "a folder of videos or of any data set (kinetics:DIR, epic-kitchens:DIR, something-something:DIR, moments:DIR, tfrecord:DIR name its kind), a list, or an index.jsonl";

/** Open what `--data` names; what was assumed or left out comes as lines. */
export function openDataSet(specification: string, seed = 0): { index: ClipIndex; lines: string[] } {
  const { index, notices } = openData(specification, { seed });
  return { index, lines: notices.map((notice) => `notice: ${notice}`) };
}

/**
 * Refuse a split whose clips have no labels, such as the test clips of a challenge.
 *
 * @throws UsageError
 */
export function requireLabels({ entries, severalLabels, source, directory }: ClipIndex, split: string): void {
  const without = entries.filter((entry) => entry.split === split && entry.labels.length === 0).length;
  if (without === 0 || severalLabels) return;
  throw new UsageError(
    `evaluate: expected a label for every ${split} clip of ${source ?? directory}, got none for ${without}; evaluate another split`,
  );
}
