import { fileURLToPath } from "node:url";
import { defineProject, type UserProjectConfigExport } from "vitest/config";

const root = new URL("../../", import.meta.url);
const conditions = ["@vivit/source", "module", "node", "development|production"];
const consoleGuard = fileURLToPath(new URL("setup-console.ts", import.meta.url));
const tensors = fileURLToPath(new URL("setup-tensors.ts", import.meta.url));

/** Test settings of one package: workspace packages from source, a guarded console. */
export function project(name: string, folder: string): UserProjectConfigExport {
  return settings(name, folder, [consoleGuard]);
}

/** Test settings of a package that works with tensors: also TensorFlow.js with its gradients, and matchers for them. */
export function tensorProject(name: string, folder: string): UserProjectConfigExport {
  return settings(name, folder, [tensors, consoleGuard]);
}

function settings(name: string, folder: string, setupFiles: string[]): UserProjectConfigExport {
  return defineProject({
    root: fileURLToPath(new URL(folder, root)),
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: ["src/**/*.test.ts"],
      setupFiles,
      testTimeout: 60_000,
      // Processes, not threads: native addons (video, ONNX Runtime) need not be loadable twice in one process.
      // Files share a process: loading TensorFlow.js afresh for each took most of the suite's time.
      pool: "forks",
      isolate: false,
    },
  });
}
