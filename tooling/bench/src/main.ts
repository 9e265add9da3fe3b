import { cpus } from "node:os";
import { Argument, Command } from "commander";
import { benchCalls } from "./calls.ts";
import { benchClipsMemory } from "./clips-memory.ts";
import { comparisons } from "./comparisons.ts";
import { benchOutsideStep, watchedTrainings } from "./outside-step.ts";
import { benchPrecision } from "./precision.ts";
import { runComparison } from "./run-comparison.ts";
import { benchVariants } from "./variants.ts";

const show = (line: string) => void process.stdout.write(`${line}\n`);
const program = new Command("bench").description("time ours and a peer in turn; quote the ratios, machines drift");
program
  .command("compare", { isDefault: true })
  .addArgument(new Argument("[name...]", "which comparisons").choices(Object.keys(comparisons)))
  .description(`ours against peers: ${Object.keys(comparisons).join(", ")}; all of them if none is named`)
  .option("--pairs <n>", "counted runs of each", "5")
  .action(async (names: string[], { pairs }: { pairs: string }) => {
    show(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${pairs} pairs, medians`);
    for (const name of names.length > 0 ? names : Object.keys(comparisons)) {
      show(`${name}: ${comparisons[name]!.title}`);
      await runComparison(comparisons[name]!, Number(pairs), show);
    }
  });
program
  .command("variants")
  .argument("[preset...]", "which models; all at B/16x2 if none is named")
  .description("times and peak memory of the forward pass and the training step, one clip")
  .option("--repeats <n>", "runs of each", "3")
  .action((names: string[], { repeats }: { repeats: string }) => benchVariants(Number(repeats), names, show));
program
  .command("calls")
  .description(
    "what a call of a compiled program of a hundred small kernels takes, and whether ten thousand calls grow",
  )
  .action(() => benchCalls(show));
program
  .command("outside-step")
  .addArgument(new Argument("[training...]", "which").choices(Object.keys(watchedTrainings)))
  .description("which share of training passes outside the compiled step: JavaScript, logging, waiting for data")
  .action((names: string[]) => benchOutsideStep(names, show));
program
  .command("precision")
  .description("what int8 weights cost: top-1 of a trained model on motions, cosine of the logits at B/16x2")
  .action(() => benchPrecision(show));
program
  .command("clips-memory")
  .description("whether a loader and its processes grow while training clips pass through them")
  .option("--clips <n>", "training clips", "10000")
  .action(({ clips }: { clips: string }) => benchClipsMemory(Number(clips), show));
try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
