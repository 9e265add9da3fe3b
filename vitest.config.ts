import { defineConfig } from "vitest/config";
import { project, tensorProject } from "./tooling/vitest/project.ts";

/** Every project that works with tensors, tested from source without a build: name → folder. */
const tensorProjects = {
  nn: "packages/nn",
  tokenization: "packages/tokenization",
  transformer: "packages/transformer",
  models: "packages/models",
  compile: "packages/compile",
  training: "packages/training",
  weights: "packages/weights",
  datasets: "packages/datasets",
  trainer: "apps/trainer",
  demo: "apps/demo",
  fixtures: "tooling/reference",
  browser: "tooling/browser",
};

/** Every other project. */
const projects = {
  bench: "tooling/bench",
  checks: "tooling/checks",
  scripts: "tooling/scripts",
  ...(installedIsAsked() ? { installed: "tooling/installed" } : {}),
};

/** Installing every package takes minutes and a registry: only `pnpm check`, CI and `--project installed` ask for it. */
function installedIsAsked(): boolean {
  return process.env.VIVIT_INSTALLED === "1" || process.argv.some((word) => /^(--project=)?installed$/.test(word));
}

export default defineConfig({
  test: {
    projects: [
      ...Object.entries(tensorProjects).map(([name, folder]) => tensorProject(name, folder)),
      ...Object.entries(projects).map(([name, folder]) => project(name, folder)),
    ],
  },
});
