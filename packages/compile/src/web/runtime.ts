import type { Compile } from "../runtime-options.ts";
import { compile as compileHere } from "./compile.ts";

export type { RuntimeOptions } from "../runtime-options.ts";

/**
 * Compile for the runtime of this place: `onnxruntime-node` in Node, `onnxruntime-web` in a browser.
 *
 * Which one is decided when the module is resolved, so a bundle carries one alone. See `@vivit/compile/node` and `/web`.
 *
 * @throws Error as the `compile` of either
 */
export const compile: Compile = compileHere;
