import { activation } from "./activation.ts";
import { after } from "./after.ts";
import { arithmetic } from "./arithmetic.ts";
import { attention } from "./attention.ts";
import { comparison } from "./comparison.ts";
import { convolution } from "./convolution.ts";
import { creation } from "./creation.ts";
import { fused } from "./fused.ts";
import { gelu } from "./gelu.ts";
import { indexing } from "./indexing.ts";
import { linearAlgebra } from "./linear-algebra.ts";
import type { LoweringTable } from "./lowering.ts";
import { normalization } from "./normalization.ts";
import { pooling } from "./pooling.ts";
import { reduction } from "./reduction.ts";
import { resizing } from "./resizing.ts";
import { scan } from "./scan.ts";
import { shape } from "./shape.ts";
import { slicing } from "./slicing.ts";
import { space } from "./space.ts";
import { unary } from "./unary.ts";

/** Lowerings of each family, one file a family. */
const families: Readonly<Record<string, LoweringTable>> = {
  activation,
  after,
  arithmetic,
  attention,
  comparison,
  convolution,
  creation,
  fused,
  gelu,
  indexing,
  linearAlgebra,
  normalization,
  pooling,
  reduction,
  resizing,
  scan,
  shape,
  slicing,
  space,
  unary,
};

/** Every TensorFlow.js kernel that becomes ONNX nodes. */
export const lowerings: LoweringTable = Object.assign({}, ...Object.values(families));

/** Kernels that have a lowering to ONNX, of one family. */
export interface KernelFamily {
  /** Such as `linearAlgebra`. */
  readonly family: string;
  /** TensorFlow.js's names. */
  readonly kernels: readonly string[];
}

/** List the kernels that `trace` and `compile` understand. Those named `Vivit…` are the fused operations of `@vivit/nn`. */
export function listKernels(): readonly KernelFamily[] {
  return Object.entries(families).map(([family, table]) => ({ family, kernels: Object.keys(table).sort() }));
}
