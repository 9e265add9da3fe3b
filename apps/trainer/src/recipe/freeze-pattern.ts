import { UsageError } from "../usage-error.ts";

/**
 * A predicate of parameter paths from patterns: a path, a branch, `*` for anything: `embedding`, `encoder.blocks.0`,
 * `encoder.blocks.*.attention`.
 *
 * @param paths of all parameters
 * @throws UsageError for a pattern that names none, and if nothing is left to train
 */
export function freezeBy(patterns: readonly string[], paths: readonly string[]): (path: string) => boolean {
  const matchers = patterns.map((pattern) => {
    const matcher = matcherOf(pattern);
    if (!paths.some((path) => matcher.test(path))) throw namesNothing(pattern, paths);
    return matcher;
  });
  const isFrozen = (path: string) => matchers.some((matcher) => matcher.test(path));
  if (paths.every(isFrozen))
    throw new UsageError(
      `--freeze: expected something left to train, got every parameter frozen by ${patterns.join(",")}`,
    );
  return isFrozen;
}

function matcherOf(pattern: string): RegExp {
  const escaped = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}(\\..*)?$`);
}

function namesNothing(pattern: string, paths: readonly string[]): UsageError {
  const tops = [...new Set(paths.map((path) => path.split(".").slice(0, 2).join(".")))];
  return new UsageError(
    `--freeze: expected a parameter or branch, got ${pattern}, which names none; there are ${tops.join(", ")}`,
  );
}
