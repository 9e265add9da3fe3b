import { type HostTensor, type Tree, treeLeaves } from "@vivit/nn";

/** A tensor that holds values that are no finite numbers, and how many of how many. */
export interface BadTensor {
  readonly path: string;
  readonly count: number;
  readonly values: number;
}

/** The first tensor of a tree that holds a value that is no finite number. */
export function findNonFinite(tree: unknown): BadTensor | undefined {
  for (const [path, { values }] of treeLeaves(tree as Tree<HostTensor>)) {
    let count = 0;
    for (let at = 0; at < values.length; at++) if (!Number.isFinite(values[at])) count++;
    if (count > 0) return { path, count, values: values.length };
  }
  return undefined;
}

/** Keep what no longer is a number out of a checkpoint. @throws Error naming the first bad tensor */
export function refuseNonFinite(tensors: unknown, step: number): void {
  const bad = findNonFinite(tensors);
  if (bad) throw new Error(`train: ${describeNonFinite(bad)} after step ${step}; ${whatToLower}`);
}

/** Say that a training step gave a loss or a gradient that is no finite number, and where it shows first. */
export function nonFiniteStep(
  step: number,
  { loss, gradientNorm }: { readonly loss: number; readonly gradientNorm: number },
  bad: BadTensor | undefined,
): Error {
  const what = Number.isFinite(loss) ? `the gradient's norm became ${gradientNorm}` : `the loss became ${loss}`;
  const where = bad ? `; first bad tensor: ${describeNonFinite(bad)}` : "";
  return new Error(`train: ${what} at step ${step}${where}; the last checkpoint is good; ${whatToLower}`);
}

function describeNonFinite({ path, count, values }: BadTensor): string {
  return `${path} has ${count} of ${values} values that are no finite numbers`;
}

const whatToLower = "lower the learning rate (--learning-rate) or clip gradients (--train.clipNorm 1)";
