import { min } from "d3-array";
import type { ComparedRun } from "./read-run.ts";

/** What tells runs apart. */
export interface Comparison {
  readonly runs: readonly RunRow[];
  /** Settings that are not the same in all, with the value of each run as JSON. */
  readonly differences: readonly { readonly path: string; readonly values: readonly (string | undefined)[] }[];
}

/** One run in numbers. */
export interface RunRow {
  readonly name: string;
  readonly steps: number;
  readonly epochs: number;
  readonly seconds: number;
  readonly trainingLoss?: number;
  /** The least of all evaluations. */
  readonly validationLoss?: number;
  /** The best of all evaluations during training. */
  readonly bestTop1?: number;
  /** Of the final evaluation. */
  readonly top1?: number;
}

/** Put runs beside each other. */
export function compareRuns(runs: readonly ComparedRun[]): Comparison {
  const paths = [...new Set(runs.flatMap(({ settings }) => [...settings.keys()]))];
  const differences = paths
    .map((path) => ({ path, values: runs.map(({ settings }) => settings.get(path)) }))
    .filter(({ values }) => new Set(values).size > 1);
  return { runs: runs.map(rowOf), differences };
}

function rowOf({ name, steps, epochs, seconds, top1 }: ComparedRun): RunRow {
  const best = (values: readonly (number | undefined)[]) => min(values.filter((value) => value !== undefined));
  const bestTop1 = best(epochs.map((epoch) => (epoch.top1 === undefined ? undefined : -epoch.top1)));
  return {
    name,
    steps: steps.at(-1)?.step ?? 0,
    epochs: epochs.length,
    seconds,
    trainingLoss: epochs.at(-1)?.trainingLoss,
    validationLoss: best(epochs.map(({ validationLoss }) => validationLoss)),
    ...(bestTop1 === undefined ? {} : { bestTop1: -bestTop1 }),
    ...(top1 === undefined ? {} : { top1 }),
  };
}
