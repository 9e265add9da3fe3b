import type { HostTensor } from "@vivit/nn";
import { type InitializationContext, mainPrefix } from "./initialization-context.ts";
import { copyFrom, leaveFresh, type Outcome } from "./outcome.ts";

/** The class token of one encoder. Source: Scenic `cls`, `cls_SpatialTransformer`, `cls_TemporalTransformer`. */
export function initializeClassToken(
  path: string,
  fresh: HostTensor,
  { source, options }: InitializationContext,
): Outcome {
  if (options.classToken === "fresh") return leaveFresh("class tokens are not restored");
  const from = path.startsWith("temporal.") ? path : `${mainPrefix(source)}classToken`;
  if (options.classToken === "same-name" && from !== path && source.has(from))
    return leaveFresh(`the source calls it ${from}, and only the same names are restored`);
  return copyFrom(source, from, fresh, from === path ? "the same name" : `the source's ${from}`);
}
