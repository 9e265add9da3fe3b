import { createHash } from "node:crypto";
import type { ClipIndex, Split } from "@vivit/datasets";
import { UsageError } from "../usage-error.ts";
import type { DataFingerprint } from "./checkpoint.ts";

/** What tells a data set from another: its classes and the path, label and split of every clip, not where it lies. */
export function fingerprintOf({ classes, entries }: ClipIndex): DataFingerprint {
  const count = (split: Split) => entries.filter((entry) => entry.split === split).length;
  const sha256 = createHash("sha256")
    .update(JSON.stringify([classes, entries]))
    .digest("hex");
  return { classes, training: count("train"), validation: count("validation"), sha256 };
}

/**
 * Refuse to go on with other data than a run began with: its batches would be others.
 *
 * @throws UsageError that says what differs
 */
export function checkSameData(began: DataFingerprint, index: ClipIndex): void {
  const now = fingerprintOf(index);
  if (now.sha256 === began.sha256) return;
  const added = now.classes.filter((name) => !began.classes.includes(name));
  const gone = began.classes.filter((name) => !now.classes.includes(name));
  const differences = [
    ...(added.length > 0 ? [`new classes ${added.join(", ")}`] : []),
    ...(gone.length > 0 ? [`missing classes ${gone.join(", ")}`] : []),
    ...countDifference("training", began.training, now.training),
    ...countDifference("validation", began.validation, now.validation),
  ];
  throw new UsageError(
    `train: the data in ${index.directory} is not what the run began with: ${differences.join("; ") || "the same numbers of clips, but other files or labels"}; restore it, give the right --data, or begin a new run`,
  );
}

function countDifference(split: string, began: number, now: number): string[] {
  return began === now ? [] : [`${now} ${split} clips instead of ${began}`];
}
