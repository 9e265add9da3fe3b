import { type PositionEncoding, type VariantName, variants } from "@vivit/models";
import { z } from "zod";

const count = z.int().min(1);
const countOrNone = z.int().min(0);
const variantNames = Object.keys(variants) as [VariantName, ...VariantName[]];
const positionEncodings = ["learned", "sinusoidal-1d", "sinusoidal-3d", "none"] as const satisfies PositionEncoding[];

/** What model is trained. */
export const modelSchema = z.strictObject({
  /** Models 1, 2, 3, 4 of the paper, and its baseline. */
  variant: z.enum(variantNames),
  dim: count,
  depth: count,
  /** Blocks of Model 2's temporal encoder; the others have none. */
  temporalDepth: count,
  heads: count,
  mlpDim: count,
  /** Frames, height and width of a tubelet, in frames and pixels. */
  tubelet: z.tuple([count, count, count]),
  /** How tokens become one vector; Models 3 and 4 have no class token. */
  pool: z.enum(["token", "gap", "gmp", "gsp"]),
  /** Model 3: which axis a block mixes first; the others have no order. */
  attentionOrder: z.enum(["space-time", "time-space"]).default("space-time"),
  /** How tokens know where they are. */
  positions: z.enum(positionEncodings).default("learned"),
  /** Uniform frame sampling: frames kept of the clip, with tubelets of one frame; 0: every frame. */
  sampledFrames: countOrNone.default(0),
  /** Width of a dense layer before the head; 0: none. */
  representationDim: countOrNone.default(0),
});

/** What a new model begins with. */
export const initSchema = z
  .strictObject({
    /** A trained model: a file, a folder, or hf:owner/name@revision. Empty: random values. */
    from: z.string(),
    /** How an image kernel becomes a tubelet kernel. */
    embedding: z.enum(["central-frame", "filter-inflation", "approximate-rank-pooling", "fresh"]),
    /** What becomes of positions for another grid. */
    positions: z.enum(["resize", "tile", "resize-tile", "fresh"]),
    classToken: z.enum(["copy", "same-name", "fresh"]),
    /** Model 3's attention over time, which an image lacks: see `InitializationOptions` of @vivit/weights. */
    temporalAttention: z.enum(["zero-output", "zero", "copy", "fresh"]).default("zero-output"),
    /** The classes are others, so their scores begin anew; "copy" where they are the same. */
    head: z.enum(["fresh", "copy"]),
    /** Parameters that stay as they are: paths, branches, `*` for anything. */
    freeze: z.array(z.string().min(1)),
  })
  .default({
    from: "",
    embedding: "central-frame",
    positions: "resize",
    classToken: "copy",
    temporalAttention: "zero-output",
    head: "fresh",
    freeze: [],
  });
