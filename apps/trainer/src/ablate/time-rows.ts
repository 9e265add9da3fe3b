import { cpus } from "node:os";
import { motionClasses } from "@vivit/datasets";
import { initializeParameters } from "@vivit/models";
import { countValues, hostTensor, randomKey } from "@vivit/nn";
import { median } from "d3-array";
import { modelConfigOf } from "../recipe/model-config.ts";
import { type Classifier, prepareClassifier } from "../run/classifier.ts";
import type { Runtime } from "../run/runtime.ts";
import type { AblationResults } from "./ablation-results.ts";
import type { AblationTable } from "./ablation-table.ts";
import { recipeOf } from "./train-row.ts";

/** Clips in a call, and calls of each row. */
const [batch, rounds] = [16, 15];

/** How long each row's model takes to classify a clip: in turn, so that what else the machine does falls on all alike. */
export async function timeRows(
  table: AblationTable,
  runtime: Runtime,
): Promise<Pick<AblationResults, "milliseconds" | "machine">> {
  const calls = await Promise.all(table.rows.map(async (row) => [row.name, await callOf(row)] as const));
  const times = new Map(table.rows.map(({ name }) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round++)
    for (const [name, { run }] of calls) {
      const began = performance.now();
      await run();
      if (round >= 0) times.get(name)!.push((performance.now() - began) / batch); // the first round warms up
    }
  for (const [, { classifier }] of calls) await classifier.dispose();
  const milliseconds = Object.fromEntries([...times].map(([name, all]) => [name, median(all)!]));
  return { milliseconds, machine: `${cpus().length} cores of ${cpus()[0]?.model.trim() ?? "an unknown processor"}` };

  async function callOf(
    row: AblationTable["rows"][number],
  ): Promise<{ classifier: Classifier; run(): Promise<unknown> }> {
    const model = modelConfigOf(recipeOf(table, row, 0), { classes: motionClasses });
    const { frames, height, width } = model.clip;
    const shape = [batch, frames, height, width, model.channels];
    const params = initializeParameters(model, randomKey(0));
    const video = hostTensor(new Float32Array(countValues(shape)), shape);
    const classifier = await prepareClassifier(runtime, model, params, batch);
    return { classifier, run: () => classifier.classify(video, params) };
  }
}
