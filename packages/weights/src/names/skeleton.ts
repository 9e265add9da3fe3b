import type { BlockKind, Part, Spelling } from "./name-family.ts";

/** One encoder as its names tell it. */
export interface EncoderSkeleton {
  readonly part: Part;
  readonly classToken: boolean;
  readonly blocks: number;
  readonly kind: BlockKind;
}

/** What decides the names of a model: everything else is a table. */
export interface Skeleton {
  readonly encoders: readonly EncoderSkeleton[];
  readonly representation: boolean;
  /** True where tokens know their place by no parameter; names do not tell that from positions that are lost. */
  readonly fixedPositions: boolean;
}

/** What names alone do not tell of a model. */
export interface NamelessFacts {
  /** Positions are fixed waves or none, so no parameter; the same for every encoder. Otherwise they must be there. */
  readonly fixedPositions?: boolean;
}

/** Tell a model from its names. Names without any block are taken for a Model 1 of one block, so that all is missed at once. */
export function findSkeleton(
  names: ReadonlySet<string>,
  spelling: Spelling,
  { fixedPositions = false }: NamelessFacts = {},
): Skeleton {
  const found = (Object.keys(spelling.parts) as Part[]).flatMap((part) => findEncoder(names, spelling, part));
  const encoders = found.length > 0 ? found : [{ part: "only", classToken: true, blocks: 1, kind: "plain" } as const];
  const representation = [...names].some((name) => name.startsWith(spelling.representationMark));
  return { encoders, representation, fixedPositions };
}

/** The blocks are counted, not taken from their highest number, which a damaged file may have made absurd. */
function findEncoder(names: ReadonlySet<string>, spelling: Spelling, part: Part): EncoderSkeleton[] {
  const { prefix, classToken } = spelling.parts[part]!;
  const [before, after] = `${prefix}${spelling.block}`.split("{block}") as [string, string];
  const numbers = new Set<string>();
  let kind: BlockKind = "plain";
  for (const name of names) {
    const number = name.startsWith(before) ? /^\d+/.exec(name.slice(before.length))?.[0] : undefined;
    if (number === undefined || !name.startsWith(after, before.length + number.length)) continue;
    numbers.add(number);
    if (name.includes(spelling.timeMark)) kind = "time-space";
  }
  return numbers.size === 0 ? [] : [{ part, classToken: names.has(classToken), blocks: numbers.size, kind }];
}
