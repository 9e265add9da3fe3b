import { fileURLToPath } from "node:url";
import { defineProject } from "vitest/config";

const conditions = ["@vivit/source", "module", "node", "development|production"];

/** Test settings of one package: workspace packages from source, tfjs with its gradients, a guarded console. */
export function project(name: string, options: { testTimeout?: number; include?: string[] } = {}) {
  return defineProject({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: options.include ?? ["src/**/*.test.ts"],
      setupFiles: [fileURLToPath(new URL("./setup.ts", import.meta.url))],
      testTimeout: options.testTimeout ?? 30_000,
    },
  });
}
