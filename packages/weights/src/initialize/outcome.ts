import type { HostTensor } from "@vivit/nn";
import type { Origin } from "./initialization-report.ts";

/** What a rule decides for one parameter: values and where they are from, fresh ones, or why it cannot be. */
export type Outcome =
  | {
      readonly how: Exclude<Origin, "fresh">;
      readonly tensor: HostTensor;
      readonly from?: string;
      readonly why: string;
    }
  | { readonly how: "fresh"; readonly why: string }
  | { readonly how: "refused"; readonly why: string };

/** Leave the target's own values. */
export function leaveFresh(why: string): Outcome {
  return { how: "fresh", why };
}

/** Take a tensor of the source as it is, if there is one and its shape is the target's. */
export function copyFrom(
  source: ReadonlyMap<string, HostTensor>,
  from: string,
  { shape }: HostTensor,
  why: string,
): Outcome {
  const tensor = source.get(from);
  if (!tensor) return leaveFresh(whyMissing(source, from));
  if (tensor.shape.join() !== shape.join())
    return { how: "refused", why: `expected [${shape.join(", ")}], got [${tensor.shape.join(", ")}]` };
  return { how: "copied", tensor, from, why };
}

function whyMissing(source: ReadonlyMap<string, HostTensor>, from: string): string {
  const block = /^.*blocks\.\d+\./.exec(from)?.[0];
  if (block && ![...source.keys()].some((path) => path.startsWith(block))) return "the source has fewer blocks";
  return `the source has no ${from}`;
}
