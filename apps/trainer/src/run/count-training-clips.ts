import type { ClipIndex } from "@vivit/datasets";

/** Training clips of each class; a clip of several classes counts for each. */
export function countTrainingClips({ classes, entries }: ClipIndex): number[] {
  const counts = classes.map(() => 0);
  for (const { split, labels } of entries) if (split === "train") for (const label of labels) counts[label]!++;
  return counts;
}
