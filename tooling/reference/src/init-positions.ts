import { resizePositions, tilePositions } from "@vivit/tokenization";
import type { Case, CaseTolerance } from "./case.ts";
import { type Comparison, compare } from "./compare.ts";

interface PositionRow {
  readonly name: string;
  readonly from_grid?: readonly [height: number, width: number];
  readonly to_grid?: readonly [height: number, width: number];
  readonly from_length?: number;
  readonly to_length?: number;
}

/** What `case.json` of resized positions says. */
export interface PositionsCase {
  readonly rows: readonly PositionRow[];
  readonly tolerances: { readonly out: CaseTolerance };
}

/** Each row: positions for a grid, for a length of time, or repeated. */
export function comparePositions({ description, tensors }: Case<PositionsCase>): Comparison[] {
  return description.rows.map((row) => {
    const [input, stored] = [tensors.get(`${row.name}/in`)!, tensors.get(`${row.name}/out`)!];
    const grids = gridsOf(row);
    const ours = grids ? resizePositions(input, ...grids) : tilePositions(input, stored.shape.at(-2)!);
    return compare(row.name, ours, stored, description.tolerances.out);
  });
}

function gridsOf({ from_grid: from, to_grid: to, from_length: length, to_length: toLength }: PositionRow) {
  const grid = ([height, width]: readonly [number, number]) => ({ frames: 1, height, width });
  const line = (frames: number) => ({ frames, height: 1, width: 1 });
  if (from && to) return [grid(from), grid(to)] as const;
  return length !== undefined && toLength !== undefined ? ([line(length), line(toLength)] as const) : undefined;
}
