import type { ClipProblem } from "@vivit/datasets/node";
import type { SkippedFiles } from "../report/run-report.ts";

/** Paths shown of each reason. */
const shown = 5;

/** Count the files that were left out by reason; a file met twice counts once. */
export function groupProblems(problems: readonly ClipProblem[]): SkippedFiles[] {
  const byPath = new Map(problems.map(({ path, reason }) => [path, reason]));
  const reasons = [...new Set(byPath.values())];
  return reasons.map((reason) => {
    const paths = [...byPath].filter(([, own]) => own === reason).map(([path]) => path);
    return { reason, count: paths.length, examples: paths.slice(0, shown) };
  });
}
