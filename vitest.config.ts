import { defineConfig } from "vitest/config";
import { project } from "./tooling/vitest/project.ts";

/** Every project, tested from source without a build: name → folder. */
const projects = {
  nn: "packages/nn",
  tokenization: "packages/tokenization",
  transformer: "packages/transformer",
  models: "packages/models",
  compile: "packages/compile",
  training: "packages/training",
  weights: "packages/weights",
  datasets: "packages/datasets",
  trainer: "apps/trainer",
  checks: "tooling/checks",
  fixtures: "tooling/reference",
};

export default defineConfig({
  test: { projects: Object.entries(projects).map(([name, folder]) => project(name, folder)) },
});
