import { defineConfig } from "tsup";

/**
 * The build of a package: ES modules and declarations, one output per entry, dependencies left outside.
 *
 * Plain JavaScript, because Node loads this file before anything has been built.
 *
 * @param {Record<string, string>} [entry] output name → source file
 */
export function library(entry = { index: "src/index.ts" }) {
  return defineConfig({
    entry,
    format: "esm",
    dts: true,
    clean: true,
    sourcemap: true,
    target: "node20",
    treeshake: true,
  });
}
