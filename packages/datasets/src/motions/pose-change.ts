/** Change of a pose since the start; size in cycles from smallest to largest. */
export interface Change {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly angle: number;
  readonly isHidden?: boolean;
}

/** No change. */
export const still: Change = { x: 0, y: 0, size: 0, angle: 0 };
