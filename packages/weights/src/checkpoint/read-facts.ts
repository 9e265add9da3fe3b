import type { VariantName } from "@vivit/models";
import type { CheckpointFacts, EncoderFacts } from "./checkpoint-facts.ts";
import type { RecognizedFamily } from "./recognize-family.ts";

/** One parameter as it will be and as it is. */
export interface ShapedParameter {
  readonly path: string;
  /** In our layout. */
  readonly shape: readonly number[];
  /** As it lies in the file. */
  readonly storedShape: readonly number[];
}

/** Tell a model from the shapes of its parameters. */
export function readFacts(
  parameters: readonly ShapedParameter[],
  { family }: Pick<RecognizedFamily, "family">,
): Omit<CheckpointFacts, "format"> {
  const shapes = new Map(parameters.map((parameter) => [parameter.path, parameter]));
  const size = (path: string, axis: number) => shapes.get(path)?.shape[axis];
  const kernel = shapes.get("embedding.kernel")!.shape;
  const [channels, dim] = kernel.slice(-2) as [number, number];
  const [height, width] = kernel.slice(-4) as [number, number];
  const kind = kernel.length === 5 ? "video" : "image";
  const main = shapes.has("spatial.encoder.norm.scale") ? "spatial." : "";
  const temporal = shapes.has("temporal.encoder.norm.scale") ? encoderFacts(shapes, "temporal.") : undefined;
  const [representationDim, classes] = [size("representation.bias", 0), size("head.bias", 0)];
  return {
    family: family.family,
    kind,
    variants: kind === "image" ? [] : variantsOf(shapes, main, temporal),
    dim,
    channels,
    tubelet: { frames: kind === "video" ? kernel[0]! : 1, height, width },
    encoder: encoderFacts(shapes, main),
    ...(temporal ? { temporalEncoder: temporal } : {}),
    ...(representationDim === undefined ? {} : { representationDim }),
    ...(classes === undefined ? {} : { classes }),
    gelu: family.gelu,
  };
}

type Shapes = ReadonlyMap<string, ShapedParameter>;

function encoderFacts(shapes: Shapes, prefix: string): EncoderFacts {
  const beginning = `${prefix}encoder.blocks.`;
  const blocks = new Set<string>();
  for (const path of shapes.keys())
    if (path.startsWith(beginning)) blocks.add(path.slice(beginning.length).split(".", 1)[0]!);
  const classToken = shapes.has(`${prefix}classToken`);
  const positions = shapes.get(`${prefix}positions`);
  const attention =
    shapes.get(`${beginning}0.attention.query.kernel`) ?? shapes.get(`${beginning}0.spaceAttention.query.kernel`);
  const heads = attention?.storedShape.length === 3 ? attention.storedShape[1] : undefined;
  return {
    depth: blocks.size,
    mlpDim: shapes.get(`${beginning}0.mlp.hidden.bias`)!.shape[0]!,
    ...(heads === undefined ? {} : { heads }),
    ...(positions === undefined ? {} : { tokens: positions.shape[1]! - (classToken ? 1 : 0) }),
    classToken,
  };
}

function variantsOf(shapes: Shapes, main: string, temporal: EncoderFacts | undefined): VariantName[] {
  if (temporal) return ["factorized-encoder"];
  if (main === "spatial.") return ["average-pool-baseline"];
  if (shapes.has("encoder.blocks.0.timeAttention.query.kernel")) return ["factorized-self-attention"];
  return shapes.has("classToken") ? ["space-time"] : ["space-time", "factorized-dot-product-attention"];
}
