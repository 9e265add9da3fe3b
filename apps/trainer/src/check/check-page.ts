import type { ClipIndex } from "@vivit/datasets";
import type { CheckedClip } from "@vivit/datasets/node";
import type { CheckResult } from "./describe-check.ts";

/** What the page of a check shows. */
export interface CheckPage extends CheckResult {
  readonly clips: readonly CheckedClip[];
  readonly source: ClipIndex;
  readonly finished: Date;
}
