/** One thing that does not hold, at one place. */
export interface Violation {
  /** Relative to the repository, with "/" between folders. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly what: string;
  readonly fix: string;
}

/** One line for one violation: `path:line: what; fix`. */
export function formatViolation({ path, line, what, fix }: Violation): string {
  return `${path}:${line}: ${what}; ${fix}`;
}
