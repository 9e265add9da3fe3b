import { appendFile } from "node:fs/promises";
import { join } from "node:path";

/** Appends one JSON object a line to `metrics.jsonl`. */
export interface MetricsLog {
  write(kind: "step" | "epoch" | "evaluation", record: object): Promise<void>;
}

/** Open the log of a run; lines of an earlier part of the same run stay. */
export function openMetricsLog(run: string): MetricsLog {
  const path = join(run, "metrics.jsonl");
  return { write: (kind, record) => appendFile(path, `${JSON.stringify({ kind, ...record })}\n`) };
}
