import { oursContender } from "./contenders.ts";
import { median } from "./pairs.ts";

const models = ["vivit-b-16x2", "vivit-b-16x2-fe", "vivit-b-16x2-fsa", "vivit-b-16x2-fdp", "vivit-b-16x2-average-pool"];
const works = [
  ["forward", ["--work", "forward"]],
  ["training step", ["--work", "train"]],
  ["training step, gradient checkpointing", ["--work", "train", "--gradient-checkpointing"]],
] as const;

/** Print a table of times and peak memory, one clip, each cell in a process of its own. */
export async function benchVariants(repeats: number, names: readonly string[], show: (line: string) => void) {
  show(`| model | ${works.map(([title]) => title).join(" | ")} |`);
  show(`| --- |${works.map(() => " --- |").join("")}`);
  for (const name of names.length > 0 ? names : models) {
    const cells: string[] = [];
    for (const [, workerArguments] of works) {
      const contender = await oursContender([...workerArguments, "--model", name]);
      const runs = [];
      for (let i = 0; i < repeats; i++) runs.push(await contender.run());
      await contender.dispose();
      const peak = Math.max(...runs.map((run) => run.peakBytes)) / 1e9;
      cells.push(`${median(runs.map((run) => run.seconds)).toFixed(2)} s, ${peak.toFixed(1)} GB`);
    }
    show(`| \`${name}\` | ${cells.join(" | ")} |`);
  }
}
