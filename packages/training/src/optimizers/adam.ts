import { type AdamOptions, adamW } from "./adam-w.ts";
import type { Optimizer } from "./optimizer.ts";

/**
 * Adam: AdamW without decay.
 *
 * Source: arXiv 1412.6980; optax `adam`.
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return adamW({ ...options, weightDecay: 0 });
}
