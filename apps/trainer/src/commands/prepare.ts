import { join } from "node:path";
import { openData, prepareClips } from "@vivit/datasets/node";
import { Command } from "commander";
import { dataHelp } from "../data/open-data-set.ts";
import { showProgress } from "../progress.ts";
import { positiveInteger } from "./train.ts";

interface PrepareCommandOptions {
  readonly out: string;
  readonly shortSide: number;
  readonly frameRate?: number;
  readonly keyEvery: number;
  readonly workers?: number;
  readonly json?: boolean;
}

/** `vivit prepare DATA --out DIR`: a compact copy that decodes and seeks fast. */
export function prepareCommand(): Command {
  return new Command("prepare")
    .description("make a compact copy of a data set: one size, key frames close together; go on where it was stopped")
    .argument("<data>", dataHelp)
    .requiredOption("--out <dir>", "where the copy and its index.jsonl are written")
    .option("--short-side <pixels>", "pixels of the shorter side", positiveInteger("--short-side"), 256)
    .option("--frame-rate <n>", "frames a second; as they are unless given", positiveInteger("--frame-rate"))
    .option(
      "--key-every <frames>",
      "frames between key frames; 1: every frame is one",
      positiveInteger("--key-every"),
      12,
    )
    .option("--workers <n>", "processes; one for each core unless given", positiveInteger("--workers"))
    .option("--json", "print the result as JSON")
    .action(prepare);
}

async function prepare(data: string, { out, json, ...options }: PrepareCommandOptions): Promise<void> {
  const { index, notices } = openData(data);
  for (const notice of notices) process.stderr.write(`notice: ${notice}\n`);
  const progress = showProgress("copying", index.entries.length, "clips");
  const result = await prepareClips(index, out, { ...options, onProgress: (done) => progress.update(done) }).finally(
    () => progress.stop(),
  );
  const { made, found, skipped } = result;
  const lines = [
    `${made} clips copied, ${found} were there, ${skipped.length} left out`,
    ...skipped.map(({ name, reason, message }) => `  ${name}: ${reason}: ${message}`),
    `go on with: vivit train --data ${join(out, "index.jsonl")}`,
  ];
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${lines.join("\n")}\n`);
}
