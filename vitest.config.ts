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
  fixtures: "tooling/reference",
  browser: "tooling/browser",
};

/** Every other project. */
const projects = {
  checks: "tooling/checks",
  scripts: "tooling/scripts",
};

export default defineConfig({
  test: {
    projects: [
      ...Object.entries(tensorProjects).map(([name, folder]) => tensorProject(name, folder)),
      ...Object.entries(projects).map(([name, folder]) => project(name, folder)),
    ],
  },
});
