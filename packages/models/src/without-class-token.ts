import { ShapeError } from "@vivit/nn";
import type { ModelConfig } from "./model-config.ts";

/** Models 3 and 4 keep a grid of tokens, which has no place for a class token. @throws ShapeError if the pool wants one */
export function checkNoClassToken({ pool }: ModelConfig, caller: string): void {
  if (pool === "token")
    throw new ShapeError(`${caller}: expected pool gap, gmp or gsp, got token; this model has no class token, use gap`);
}
