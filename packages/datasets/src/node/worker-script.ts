import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A worker's file, and the arguments that Node needs to run it. */
export interface WorkerScript {
  readonly path: string;
  readonly nodeArguments: readonly string[];
}

/**
 * Find a worker's file beside this one: compiled in the published package, TypeScript in a checkout.
 *
 * @param name file name without its ending
 */
export function workerScript(name: "decode-worker" | "motions-worker" | "prepare-worker"): WorkerScript {
  const source = import.meta.url.endsWith(".ts");
  const path = fileURLToPath(new URL(`./${name}.${source ? "ts" : "js"}`, import.meta.url));
  if (!source) return { path, nodeArguments: [] };
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return { path, nodeArguments: ["--import", tsx, "--conditions", "@vivit/source"] };
}
