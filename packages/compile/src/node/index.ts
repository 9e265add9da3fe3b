export { compile } from "./compile.ts";
export type { CompileOptions } from "./session.ts";
