import { defineConfig } from "tsup";

/** The build of a package: ES modules and declarations, one output per entry, dependencies left outside. */
export function library(entry: Record<string, string> = { index: "src/index.ts" }) {
  return defineConfig({ entry, format: "esm", dts: true, clean: true, sourcemap: true, target: "node20", treeshake: true });
}
