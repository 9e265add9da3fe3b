import type { DropRates } from "@vivit/transformer";

/** How much a model drops while training; every rate in [0, 1). */
export interface ModelDropRates extends DropRates {
  /** Drop-path in the blocks of Model 3 too, each of their three branches by itself. The reference ignores it there. */
  readonly dropPathInFactorizedSelfAttention?: boolean;
}
