import type { ClipIndex } from "@vivit/datasets";
import { clipName } from "@vivit/datasets";
import { type HostTensor, hostTensor } from "@vivit/nn";
import { readSafetensorsFile, writeSafetensorsFile } from "@vivit/weights/node";
import { z } from "zod";
import type { SplitScores } from "../run/evaluate-split.ts";
import type { ScoreKind } from "../run/score-clips.ts";
import { UsageError } from "../usage-error.ts";

/** The scores of a model for named clips, with the truth: all that measuring and fusing needs. */
export interface ScoreDump {
  /** Names in the order of the scores. */
  readonly classes: readonly string[];
  readonly kind: ScoreKind;
  /** Names of the clips, each once. */
  readonly clips: readonly string[];
  /** Classes of each clip. */
  readonly labels: readonly (readonly number[])[];
  /** [clips, classes], averaged over views. */
  readonly logits: HostTensor;
}

/** The scores of a split as a dump. */
export function dumpOf({ entries, labels, logits }: SplitScores, index: ClipIndex, kind: ScoreKind): ScoreDump {
  const clips = entries.map((entry) => clipName(index.entries[entry]!));
  return { classes: index.classes, kind, clips, labels, logits };
}

/** Write scores as safetensors: `logits` [clips, classes], `labels` [clips, most labels] filled up by -1, names as JSON in its metadata. */
export async function writeScoreDump(path: string, { classes, kind, clips, labels, logits }: ScoreDump): Promise<void> {
  const width = Math.max(1, ...labels.map(({ length }) => length));
  const numbers = new Int32Array(labels.length * width).fill(-1);
  for (const [clip, own] of labels.entries()) numbers.set(own, clip * width);
  const table: HostTensor = { dtype: "int32", shape: [labels.length, width], values: numbers };
  const metadata = {
    classes: JSON.stringify(classes),
    clips: JSON.stringify(clips),
    kind: JSON.stringify(kindOf(kind)),
  };
  await writeSafetensorsFile(
    path,
    new Map([
      ["labels", table],
      ["logits", logits],
    ]),
    metadata,
  );
}

/**
 * Read scores that `vivit evaluate` wrote.
 *
 * @throws UsageError if the file holds something else
 */
export async function readScoreDump(path: string): Promise<ScoreDump> {
  const { tensors, metadata } = await readSafetensorsFile(path);
  const [logits, table] = [tensors.get("logits"), tensors.get("labels")];
  const names = ["classes", "clips", "kind"].map((name) => parsed(metadata[name]));
  const [classes, clips, kind] = [list.safeParse(names[0]), list.safeParse(names[1]), kindSchema.safeParse(names[2])];
  if (!logits || !table || !classes.success || !clips.success || !kind.success)
    throw new UsageError(`scores: expected scores that vivit evaluate --out wrote, got another file: ${path}`);
  const width = table.shape[1]!;
  const labels = clips.data.map((_, clip) =>
    [...table.values.subarray(clip * width, (clip + 1) * width)].filter((id) => id >= 0),
  );
  return {
    classes: classes.data,
    kind: kind.data,
    clips: clips.data,
    labels,
    logits: hostTensor(Float32Array.from(logits.values), logits.shape),
  };
}

const list = z.array(z.string());
const kindSchema = z.object({
  classes: z.int().min(1),
  classSplits: z.array(z.object({ name: z.string(), classes: z.int().min(1) })).exactOptional(),
  severalLabels: z.boolean().exactOptional(),
});

function kindOf({ classes, classSplits, severalLabels }: ScoreKind): ScoreKind {
  return { classes, ...(classSplits ? { classSplits } : {}), ...(severalLabels ? { severalLabels } : {}) };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
