import { CheckpointError } from "../checkpoint-error.ts";
import type { CheckpointFacts, EncoderFacts } from "./checkpoint-facts.ts";
import type { ShapedParameter } from "./read-facts.ts";

/**
 * Hold every shape to the sizes that the file shows elsewhere: one width throughout, one MLP width in each encoder.
 *
 * @throws CheckpointError that lists every parameter that does not fit
 */
export function checkShapes(parameters: readonly ShapedParameter[], facts: Omit<CheckpointFacts, "format">): void {
  const wrong = parameters.flatMap(({ path, shape }) => {
    const wanted = expectedShape(path, facts);
    return wanted.length === shape.length && wanted.every((size, axis) => size === shape[axis])
      ? []
      : [`${path} [${shape.join(", ")}] (expected [${wanted.join(", ")}])`];
  });
  if (wrong.length > 0)
    throw new CheckpointError(
      `readCheckpoint: expected one model of width ${facts.dim}, got ${wrong.join(", ")}; the file is damaged or of several models`,
    );
}

function expectedShape(path: string, facts: Omit<CheckpointFacts, "format">): number[] {
  const { dim, channels, tubelet, kind, representationDim, classes } = facts;
  const encoder = path.startsWith("temporal.") ? facts.temporalEncoder! : facts.encoder;
  const patch = [tubelet.height, tubelet.width, channels, dim];
  if (path === "embedding.kernel") return kind === "video" ? [tubelet.frames, ...patch] : patch;
  if (path === "representation.kernel") return [dim, representationDim!];
  if (path === "representation.bias") return [representationDim!];
  if (path === "head.kernel") return [representationDim ?? dim, classes!];
  if (path === "head.bias") return [classes!];
  if (path.endsWith("classToken")) return [1, 1, dim];
  if (path.endsWith("positions")) return [1, encoder.tokens! + (encoder.classToken ? 1 : 0), dim];
  return blockShape(path, dim, encoder);
}

function blockShape(path: string, dim: number, { mlpDim }: EncoderFacts): number[] {
  if (path.endsWith("mlp.hidden.kernel")) return [dim, mlpDim];
  if (path.endsWith("mlp.hidden.bias")) return [mlpDim];
  if (path.endsWith("mlp.out.kernel")) return [mlpDim, dim];
  return path.endsWith(".kernel") ? [dim, dim] : [dim];
}
