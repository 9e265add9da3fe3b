import type { defineConfig } from "tsup";

/** The build of a package: ES modules and declarations, one output per entry, dependencies left outside. */
export declare function library(entry?: Record<string, string>): ReturnType<typeof defineConfig>;
