import { type HostTensor, hostTensor } from "@vivit/nn";
import { hasTimeAttention, type InitializationContext, mainPrefix } from "./initialization-context.ts";
import { copyFrom, leaveFresh, type Outcome } from "./outcome.ts";

/** Blocks and last normalization of an encoder. Source: ViViT section 3.4, transformer weights for Models 2 and 3. */
export function initializeEncoder(path: string, fresh: HostTensor, context: InitializationContext): Outcome {
  const { source, target } = context;
  const isTemporal = path.startsWith("temporal.");
  const from = isTemporal ? path : path.replace(mainPrefix(target), mainPrefix(source));
  if (hasTimeAttention(target) && !hasTimeAttention(source)) return initializeTimeSpace(from, fresh, context);
  if (hasTimeAttention(source) && !hasTimeAttention(target))
    return { how: "refused", why: "the source's blocks have two attentions, the target's one; only Model 3 begins so" };
  return copyFrom(source, from, fresh, from === path ? "the same name" : `the source's ${encoderOf(from)}`);
}

/** A block of Model 3 from one with one attention. */
function initializeTimeSpace(path: string, fresh: HostTensor, context: InitializationContext): Outcome {
  const { source, options } = context;
  const part = /\.(time|space)(Norm|Attention)\./.exec(path);
  if (!part) return copyFrom(source, path, fresh, "the same name");
  const [, axis, layer] = part;
  const from = path.replace(part[0], layer === "Norm" ? ".attentionNorm." : ".attention.");
  if (axis === "space")
    return options.spatialAttention === "fresh" && layer === "Attention"
      ? leaveFresh("attention over space is not restored")
      : copyFrom(source, from, fresh, "an image's attention is over space");
  if (layer === "Norm") return leaveFresh("an image has no normalization before time");
  return initializeTimeAttention(from, fresh, context);
}

function initializeTimeAttention(from: string, fresh: HostTensor, { source, options }: InitializationContext): Outcome {
  const choice = options.temporalAttention;
  if (choice === "fresh") return leaveFresh("attention over time is not restored");
  if (!source.has(from)) return copyFrom(source, from, fresh, "");
  if (choice === "zero" || (choice === "zero-output" && from.includes(".out."))) {
    const why = choice === "zero" ? "attention over time begins at zero" : "a block begins purely spatial";
    return { how: "zeroed", tensor: hostTensor(new Float32Array(fresh.values.length), fresh.shape), why };
  }
  return copyFrom(source, from, fresh, "the source's attention, over time as well");
}

function encoderOf(path: string): string {
  return path.startsWith("spatial.") ? "spatial encoder" : "encoder";
}
