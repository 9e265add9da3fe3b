import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  type CheckedClip,
  checkClips,
  cleanIndex,
  openData,
  summarizeCheck,
  withHashes,
  writeIndexFile,
} from "@vivit/datasets/node";
import { Command } from "commander";
import { describeCheck } from "../check/describe-check.ts";
import { pickSample } from "../check/pick-sample.ts";
import { renderCheck } from "../check/render-check.ts";
import { dataHelp } from "../data/open-data-set.ts";
import { showProgress } from "../progress.ts";
import { positiveInteger } from "./train.ts";

interface CheckOptions {
  readonly out?: string;
  readonly sample?: number;
  readonly fix?: boolean;
  readonly workers?: number;
  readonly secondsPerClip: number;
  readonly json?: boolean;
}

/** `vivit check DATA`: decode every clip before a run does, and say what is wrong. */
export function checkCommand(): Command {
  return new Command("check")
    .description("decode every clip of a data set and report damaged, missing and repeated ones")
    .argument("<data>", dataHelp)
    .option("--out <dir>", "where index.jsonl and report.html are written; checks/NAME unless given")
    .option("--sample <n>", "check so many clips only, drawn by chance", positiveInteger("--sample"))
    .option("--fix", "leave damaged and repeated clips out of index.jsonl")
    .option("--workers <n>", "processes that decode; one for each core unless given", positiveInteger("--workers"))
    .option("--seconds-per-clip <n>", "give a clip up after so long", positiveInteger("--seconds-per-clip"), 20)
    .option("--json", "print the result as JSON")
    .action(check);
}

async function check(data: string, options: CheckOptions): Promise<void> {
  const opened = openData(data);
  const { index, name, notices, missing } = opened;
  const clips = await decodeAll(opened.index, options);
  const summary = summarizeCheck(index, clips);
  const out = options.out ?? join("checks", basename(index.directory));
  const [indexFile, report] = [join(out, "index.jsonl"), join(out, "report.html")];
  const written = options.fix ? cleanIndex(index, clips) : withHashes(index, clips);
  writeIndexFile(indexFile, written);
  const result = {
    data,
    kind: name,
    total: index.entries.length,
    ...summary,
    missing,
    notices,
    index: indexFile,
    report,
  };
  await writeFile(report, renderCheck({ ...result, clips, source: index, finished: new Date() }));
  const damaged = Object.fromEntries(Object.entries(summary.damaged).map(([reason, names]) => [reason, names.length]));
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...result, kept: written.entries.length, damagedCounts: damaged })}\n`
      : `${describeCheck({ ...result, ...(options.fix ? { kept: written.entries.length } : {}) })}\n`,
  );
}

async function decodeAll(index: Parameters<typeof checkClips>[0], options: CheckOptions): Promise<CheckedClip[]> {
  const entries = options.sample === undefined ? undefined : pickSample(index.entries.length, options.sample);
  const progress = showProgress("checking", entries?.length ?? index.entries.length, "clips");
  try {
    return await checkClips(index, {
      ...(entries ? { entries } : {}),
      ...(options.workers ? { workers: options.workers } : {}),
      secondsPerClip: options.secondsPerClip,
      onProgress: (done) => progress.update(done),
    });
  } finally {
    progress.stop();
  }
}
