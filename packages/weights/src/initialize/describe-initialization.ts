import type { InitializationReport } from "./initialization-report.ts";

/**
 * Put a report into words: one line for all parameters that share a fate. A branch whose every parameter shares it stands
 * for them, and blocks that follow each other stand together.
 *
 * @returns lines such as `copied, the same name: encoder.blocks.0–11, encoder.norm`
 */
export function describeInitialization({ parameters, unused }: InitializationReport): string[] {
  return [
    ...summarize(parameters.map(({ path, how, why }) => [path, `${how}, ${why}`])),
    ...summarize(unused.map(({ path, why }) => [path, `left over, ${why}`])),
  ];
}

type Fate = readonly [path: string, fate: string];

function summarize(fates: readonly Fate[]): string[] {
  const shared = findShared(fates);
  const branches = new Map<string, Set<string>>();
  for (const [path, fate] of fates) {
    const branch = ancestors(path).find((prefix) => shared.get(prefix) !== undefined)!;
    branches.set(fate, (branches.get(fate) ?? new Set()).add(branch));
  }
  return [...branches].map(([fate, paths]) => `${fate}: ${joinBlocks([...paths]).join(", ")}`);
}

/** The fate of every branch whose parameters all have the same; undefined where they differ. */
function findShared(fates: readonly Fate[]): Map<string, string | undefined> {
  const shared = new Map<string, string | undefined>();
  for (const [path, fate] of fates)
    for (const prefix of ancestors(path))
      shared.set(prefix, shared.has(prefix) && shared.get(prefix) !== fate ? undefined : fate);
  return shared;
}

/** a.b.c → a, a.b, a.b.c */
function ancestors(path: string): string[] {
  const names = path.split(".");
  return names.map((_, index) => names.slice(0, index + 1).join("."));
}

/** blocks.0, blocks.1, blocks.2 → blocks.0–2, what follows the number being the same. */
function joinBlocks(paths: readonly string[]): string[] {
  const joined = new Map<string, number[]>();
  for (const path of paths) {
    const number = /(?<=blocks\.)\d+/.exec(path)?.[0];
    const pattern = path.replace(/(?<=blocks\.)\d+/, "#");
    joined.set(pattern, [...(joined.get(pattern) ?? []), ...(number === undefined ? [] : [Number(number)])]);
  }
  return [...joined].flatMap(([pattern, numbers]) =>
    numbers.length === 0 ? [pattern] : findRuns(numbers).map((run) => pattern.replace("#", run)),
  );
}

function findRuns(numbers: readonly number[]): string[] {
  const runs: [first: number, last: number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`));
}
