import { CheckpointError } from "../checkpoint-error.ts";
import type { LayoutName } from "./layout.ts";
import { type NameFamily, type Names, ownSpelling, type Part } from "./name-family.ts";
import type { EncoderSkeleton, Skeleton } from "./skeleton.ts";

/** One parameter under both names. */
export interface NamePair {
  readonly ours: string;
  readonly theirs: string;
  readonly layout?: LayoutName;
  readonly part: Part;
}

/**
 * Every parameter of a model under both names, in our order.
 *
 * @throws CheckpointError if the other library has no such model
 */
export function listNames(skeleton: Skeleton, family: NameFamily, caller: string): NamePair[] {
  refuseForeign(skeleton, family, caller);
  const named = skeleton.fixedPositions ? { ...family, positions: {} } : family;
  return [
    ...pair(family.embedding),
    ...skeleton.encoders.flatMap((encoder) => listEncoder(encoder, named)),
    ...(skeleton.representation ? pair(family.representation!) : []),
    ...pair(family.head),
  ];
}

function listEncoder({ part, classToken, blocks, kind }: EncoderSkeleton, family: NameFamily): NamePair[] {
  const [own, their] = [ownSpelling.parts[part]!, family.parts[part]!];
  const token = classToken || family.needsClassToken;
  return [
    ...(token ? pair({ [own.classToken]: their.classToken }, "", "", part) : []),
    ...pair(family.positions, own.prefix, their.prefix, part),
    ...Array.from({ length: blocks }, (_, block) =>
      pair(
        family.blocks[kind]!,
        own.prefix + numbered(ownSpelling.block, block),
        their.prefix + numbered(family.block, block),
        part,
      ),
    ).flat(),
    ...pair(family.norm, own.prefix, their.prefix, part),
  ];
}

function pair(names: Names, ownPrefix = "", theirPrefix = "", part: Part = "only"): NamePair[] {
  return Object.entries(names).map(([ours, entry]) => {
    const [theirs, layout] = typeof entry === "string" ? [entry] : entry;
    return { ours: ownPrefix + ours, theirs: theirPrefix + theirs, layout, part };
  });
}

function numbered(pattern: string, block: number): string {
  return pattern.replace("{block}", String(block));
}

function refuseForeign(
  { encoders, representation, fixedPositions }: Skeleton,
  family: NameFamily,
  caller: string,
): void {
  const foreign = [
    ...encoders.filter(({ part }) => !family.parts[part]).map(({ part }) => `a ${part} encoder`),
    ...encoders.filter(({ kind }) => !family.blocks[kind]).map(({ kind }) => `${kind} blocks`),
    ...(representation && !family.representation ? ["a representation layer"] : []),
    ...(fixedPositions && !family.mayHaveFixedPositions ? ["fixed positions"] : []),
  ];
  if (foreign.length > 0)
    throw new CheckpointError(
      `${caller}: expected a model that ${family.title} has, got ${foreign.join(" and ")}; save it under its own names`,
    );
}
