import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StepRecord } from "../report/run-report.ts";

const fileName = "metrics.jsonl";

/** Appends one JSON object a line to `metrics.jsonl`. */
export interface MetricsLog {
  write(kind: "step" | "epoch" | "evaluation", record: object): Promise<void>;
}

/** Open the log of a run; lines of an earlier part of the same run stay. */
export function openMetricsLog(run: string): MetricsLog {
  const path = join(run, fileName);
  return { write: (kind, record) => appendFile(path, `${JSON.stringify({ kind, ...record })}\n`) };
}

/** Every training step of a run, earlier sessions included; of a step that was repeated after a crash, the last. */
export async function readSteps(run: string): Promise<StepRecord[]> {
  const lines = (await readFile(join(run, fileName), "utf8")).split("\n").filter((line) => line.endsWith("}"));
  const records = lines.map((line) => JSON.parse(line) as StepRecord & { kind: string });
  const byStep = new Map(
    records.filter(({ kind }) => kind === "step").map(({ kind: _, ...record }) => [record.step, record]),
  );
  return [...byStep.values()].sort((a, b) => a.step - b.step);
}
