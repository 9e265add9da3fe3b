import { fileURLToPath } from "node:url";
import { defineProject, type UserProjectConfigExport } from "vitest/config";

const root = new URL("../../", import.meta.url);
const conditions = ["@vivit/source", "module", "node", "development|production"];

/** Test settings of one package: workspace packages from source, tfjs with its gradients, a guarded console. */
export function project(name: string, folder: string): UserProjectConfigExport {
  return defineProject({
    root: fileURLToPath(new URL(folder, root)),
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: ["src/**/*.test.ts"],
      setupFiles: [fileURLToPath(new URL("tooling/vitest/setup.ts", root))],
      testTimeout: 60_000,
    },
  });
}
