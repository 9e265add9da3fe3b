import type { ModelConfig } from "@vivit/models";
import { assumeHeads } from "./assume-heads.ts";
import type { SourceModel } from "./read-source.ts";

/** Where the heads of a model that begins with another come from, if the other does not say: in a line. */
export function describeHeads({ saved, heads }: SourceModel, { encoder }: ModelConfig): string[] {
  if (saved || heads !== undefined) return [];
  const isRule = assumeHeads(encoder.dim) === encoder.heads;
  const reason = isRule ? `as in every ViT of width ${encoder.dim}` : "as the recipe says";
  return [`assumed, ${reason}, for the source does not tell: ${encoder.heads} heads; --model.heads says otherwise`];
}
