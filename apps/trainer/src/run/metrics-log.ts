import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "@vivit/weights/node";
import type { EpochRecord, StepRecord } from "../report/run-report.ts";

const fileName = "metrics.jsonl";

/** Appends one JSON object a line to `metrics.jsonl`. */
export interface MetricsLog {
  /** Put a line in the queue: training does not wait for the disk. */
  write(kind: "step" | "epoch", record: object): void;
  /** Wait until every line is on disk. @throws the error of the first line that could not be written */
  flush(): Promise<void>;
  close(): Promise<void>;
}

type Line = (StepRecord | EpochRecord) & { readonly kind: "step" | "epoch" };

/**
 * Open the log of a run.
 *
 * Lines of an earlier session stay up to where this one begins: what came after the checkpoint will come again, and a line that a
 * crash cut short is dropped.
 *
 * @param begin steps and epochs that are behind
 */
export async function openMetricsLog(run: string, begin: { step: number; epochs: number }): Promise<MetricsLog> {
  const path = join(run, fileName);
  await keepLines(path, begin);
  const file = await open(path, "a");
  const waiting: string[] = [];
  let writing: Promise<void> = Promise.resolve();
  const drain = async () => {
    const lines = waiting.splice(0).join("");
    if (lines) await file.write(lines);
  };
  const flush = async () => {
    await writing;
    await file.sync();
  };
  return {
    write(kind, record) {
      if (waiting.push(`${JSON.stringify({ kind, ...record })}\n`) > 1) return; // the first has asked already
      writing = writing.then(drain);
      writing.catch(() => undefined); // told by flush
    },
    flush,
    async close() {
      await writing.catch(() => undefined);
      await file.close();
    },
  };
}

async function keepLines(path: string, begin: { step: number; epochs: number }): Promise<void> {
  const lines = await readLines(path);
  const kept = lines.filter((line) =>
    line.kind === "step" ? (line as StepRecord).step <= begin.step : line.epoch <= begin.epochs,
  );
  if (lines.length === 0) return;
  const text = kept.map((line) => `${JSON.stringify(line)}\n`).join("");
  await writeFileAtomically(path, [new TextEncoder().encode(text)]);
}

/** Every training step of a run, earlier sessions included. */
export async function readSteps(run: string): Promise<StepRecord[]> {
  return (await readLines(join(run, fileName))).flatMap(({ kind, ...record }) =>
    kind === "step" ? [record as StepRecord] : [],
  );
}

async function readLines(path: string): Promise<Line[]> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      return []; // cut short by a crash
    }
  });
}
