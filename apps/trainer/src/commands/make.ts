import { join } from "node:path";
import { miniatures, writeMiniatures, writeMotions } from "@vivit/datasets/node";
import { Command, Option } from "commander";
import { showProgress } from "../progress.ts";
import { positiveInteger } from "./train.ts";

interface MakeMotionsOptions {
  readonly out: string;
  readonly train: number;
  readonly val: number;
  readonly size: number;
  readonly seed: number;
  readonly level: "easy" | "hard";
}

/** `vivit make motions`: the embedded data set, real video files of ten motions. */
export function makeCommand(): Command {
  const motions = new Command("motions")
    .description("make the embedded data set: ten motions that no single frame tells apart")
    .option("--out <dir>", "where to", "data/motions")
    .option("--train <n>", "training clips", positiveInteger("--train"), 2000)
    .option("--val <n>", "validation clips", positiveInteger("--val"), 300)
    .option("--size <pixels>", "height and width", positiveInteger("--size"), 64)
    .option("--seed <n>", "which clips", Number, 0)
    .addOption(new Option("--level <name>", "plain or textured").choices(["easy", "hard"]).default("easy"))
    .action(async ({ out, ...options }: MakeMotionsOptions) => {
      const made = await makeMotions(out, options);
      process.stdout.write(
        `${made ? "made" : "found"} ${out}: ${options.train} training and ${options.val} validation clips\n`,
      );
    });
  return new Command("make").description("make a data set").addCommand(motions).addCommand(miniaturesCommand());
}

/** `vivit make miniatures`: tiny copies of the paper's data sets as they lie on disk. */
function miniaturesCommand(): Command {
  return new Command("miniatures")
    .description(
      "make tiny copies of the paper's data sets in their native layouts: 8 training and 4 validation clips each",
    )
    .option("--out <dir>", "where to", "data/miniatures")
    .option("--size <pixels>", "height and width", positiveInteger("--size"), 64)
    .action(async ({ out, size }: { out: string; size: number }) => {
      const made = await writeMiniatures(out, { size });
      const lines = miniatures.map(
        ({ folder, source }) => `${made.includes(folder) ? "made" : "found"} ${source}:${join(out, folder)}`,
      );
      process.stdout.write(`${lines.join("\n")}\n`);
    });
}

/** Make the set unless it is there. Returns whether it was made. */
export async function makeMotions(out: string, options: Omit<MakeMotionsOptions, "out">): Promise<boolean> {
  const progress = showProgress("making motions", options.train + options.val, "clips");
  try {
    return (await writeMotions(out, { ...options, onProgress: (done) => progress.update(done) })).made;
  } finally {
    progress.stop();
  }
}
