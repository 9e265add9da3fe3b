import { type HostTensor, hostTensor } from "@vivit/nn";

/** Positions of the tokens of a grid, and of the class token where there is one. */
export interface SplitPositions {
  /** [1, 1, dim] */
  readonly classToken?: HostTensor;
  /** [1, tokens, dim] */
  readonly grid: HostTensor;
}

/** Set the first row apart if it is the class token's. */
export function splitPositions(positions: HostTensor, hasClassToken: boolean): SplitPositions {
  if (!hasClassToken) return { grid: positions };
  const [, rows, dim] = positions.shape as [number, number, number];
  const values = positions.values as Float32Array;
  return {
    classToken: hostTensor(values.slice(0, dim), [1, 1, dim]),
    grid: hostTensor(values.slice(dim), [1, rows - 1, dim]),
  };
}
