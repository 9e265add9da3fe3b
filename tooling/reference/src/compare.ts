import type { HostTensor } from "@vivit/nn";
import type { CaseTolerance } from "./case.ts";

/** How far a tensor is from the stored one. */
export interface Comparison {
  readonly name: string;
  /** Largest absolute difference. */
  readonly error: number;
  /** Largest share of the tolerance used; above 1 the tensor fails. */
  readonly used: number;
}

/** Compare values with stored ones; a NaN uses up any tolerance. */
export function compare(name: string, ours: HostTensor, stored: HostTensor, { atol, rtol }: CaseTolerance): Comparison {
  if (ours.values.length !== stored.values.length)
    throw new Error(`${name}: expected [${stored.shape.join(", ")}], got [${ours.shape.join(", ")}]`);
  let [error, used] = [0, 0];
  for (let i = 0; i < stored.values.length; i++) {
    const difference = Math.abs(ours.values[i]! - stored.values[i]!);
    const share = difference / (atol + rtol * Math.abs(stored.values[i]!));
    error = difference > error || Number.isNaN(difference) ? difference : error;
    used = share > used || Number.isNaN(share) ? (Number.isNaN(share) ? Number.POSITIVE_INFINITY : share) : used;
  }
  return { name, error, used };
}

/** The worst of several comparisons. */
export function worst(comparisons: readonly Comparison[]): Comparison {
  return comparisons.reduce((most, next) => (next.used > most.used ? next : most));
}
