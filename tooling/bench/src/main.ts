import { cpus } from "node:os";
import * as tf from "@tensorflow/tfjs";
import { Command } from "commander";
import { median, type PairedTimes, timePairs } from "./pairs.ts";
import { compiledTinyStep, wasmTinyStep } from "./tiny-step.ts";

tf.enableProdMode(); // silences the advice to install tfjs-node

const program = new Command("bench").description("time ours and a peer in turn; quote the ratios, machines drift");
program
  .command("tiny-step")
  .description("training step of the tiny model: compiled against TensorFlow.js on WebAssembly")
  .option("--pairs <n>", "counted runs of each", "5")
  .action(async ({ pairs }: { pairs: string }) => {
    const [ours, peer] = [await compiledTinyStep(), await wasmTinyStep()];
    show("tiny training step", ours.name, peer.name, await timePairs(ours, peer, Number(pairs)));
    await ours.dispose();
    await peer.dispose();
  });
await program.parseAsync();

function show(work: string, ours: string, peer: string, times: PairedTimes): void {
  const milliseconds = (values: readonly number[]) =>
    `${median(values).toFixed(0)} ms (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`;
  const ratio = median(times.ratios);
  process.stdout.write(
    `${work} on ${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${times.ratios.length} pairs\n` +
      `  ${ours}: ${milliseconds(times.ours)}\n  ${peer}: ${milliseconds(times.peer)}\n` +
      `  ${peer} / ${ours}: ${ratio.toFixed(1)} (${Math.min(...times.ratios).toFixed(1)} to ${Math.max(...times.ratios).toFixed(1)})\n`,
  );
}
