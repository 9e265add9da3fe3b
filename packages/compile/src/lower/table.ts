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

/** Every TensorFlow.js kernel that becomes ONNX nodes. */
export const lowerings: LoweringTable = {
  ...activation,
  ...after,
  ...arithmetic,
  ...attention,
  ...comparison,
  ...convolution,
  ...creation,
  ...fused,
  ...gelu,
  ...indexing,
  ...linearAlgebra,
  ...normalization,
  ...pooling,
  ...reduction,
  ...resizing,
  ...scan,
  ...shape,
  ...slicing,
  ...space,
  ...unary,
};
