import { hostTensor } from "@vivit/nn";
import { inflateKernel } from "@vivit/tokenization";
import type { Case, CaseTolerance } from "./case.ts";
import { type Comparison, compare } from "./compare.ts";
import { inflations } from "./init-options.ts";

/** What `case.json` of kernel weights says. Its tensors are named method/frames. */
export interface KernelWeightsCase {
  readonly tolerances: { readonly "*": CaseTolerance };
}

/** The weight on every frame of a kernel inflated from a single one. */
export function compareKernelWeights({ description, tensors }: Case<KernelWeightsCase>): Comparison[] {
  const one = hostTensor(new Float32Array([1]), [1, 1, 1, 1]);
  return [...tensors].map(([name, stored]) => {
    const method = inflations[name.split("/")[0]!];
    if (!method) throw new Error(`${name}: expected one of ${Object.keys(inflations).join(", ")}`);
    return compare(name, inflateKernel(one, stored.shape[0]!, method), stored, description.tolerances["*"]);
  });
}
