import { join } from "node:path";
import { miniatures, writeDamaged, writeMiniatures, writeMotions } from "@vivit/datasets/node";
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
  return new Command("make")
    .description("make a data set")
    .addCommand(motions)
    .addCommand(miniaturesCommand())
    .addCommand(damagedCommand());
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

/** `vivit make damaged`: what `vivit check` and training runs are tried on. */
function damagedCommand(): Command {
  return new Command("damaged")
    .description("make a data set of video files of which some are damaged, in ten ways; damage.json lists them")
    .option("--out <dir>", "where to", "data/damaged")
    .option("--clips <n>", "all clips, a tenth of them for validation", positiveInteger("--clips"), 1000)
    .option("--damaged <n>", "damaged clips", positiveInteger("--damaged"), 50)
    .action(async ({ out, clips, damaged }: { out: string; clips: number; damaged: number }) => {
      const val = Math.max(10, Math.round(clips / 10));
      const progress = showProgress("making clips", clips, "clips");
      const options = { train: clips - val, val, damaged, onProgress: (done: number) => progress.update(done) };
      const list = await writeDamaged(out, options).finally(() => progress.stop());
      process.stdout.write(`${clips} clips in ${out}, ${list.length} of them damaged\n`);
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
