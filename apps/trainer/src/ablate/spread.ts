import { deviation, extent, mean } from "d3-array";

/** Several measurements of the same thing. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation; undefined of one measurement. */
  readonly deviation?: number;
  readonly lowest: number;
  readonly highest: number;
}

/** @returns undefined if nothing was measured */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const [lowest, highest] = extent(values);
  if (lowest === undefined || highest === undefined) return undefined;
  const spread = deviation(values);
  return {
    count: values.length,
    mean: mean(values)!,
    lowest,
    highest,
    ...(spread === undefined ? {} : { deviation: spread }),
  };
}

/** Whether one is above the other for every seed: its lowest above the other's highest. */
export function isApart(better: Spread, worse: Spread): boolean {
  return better.lowest > worse.highest;
}
