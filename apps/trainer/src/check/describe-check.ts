import type { CheckSummary, MissingClip, Spread } from "@vivit/datasets/node";

/** What a check found, with where it is written. */
export interface CheckResult extends CheckSummary {
  readonly data: string;
  /** How it was read. */
  readonly kind: string;
  /** Clips in the index. */
  readonly total: number;
  readonly missing: readonly MissingClip[];
  readonly notices: readonly string[];
  readonly index: string;
  readonly report: string;
  /** Clips in a cleaned index. */
  readonly kept?: number;
}

/** Names shown of each kind of problem. */
const shown = 3;

/** What a check found, as lines for people. */
export function describeCheck(result: CheckResult): string {
  const { total, checked, sound, missing, notices, kept } = result;
  const damaged = Object.entries(result.damaged).map(
    ([reason, names]) => `  ${names.length} ${reason}: ${listed(names)}`,
  );
  const leaks = result.duplicates.filter(({ splits }) => splits.length > 1);
  const lines = [
    `${sound} of ${checked} clips decode whole${checked < total ? ` (a sample of ${total})` : ""}; read as ${result.kind}, ${result.classes.length} classes`,
    ...damaged,
    ...(missing.length > 0
      ? [
          `${counted(missing.length)} of the lists ${missing.length === 1 ? "is" : "are"} missing: ${listed(missing.map(({ path }) => path))}`,
        ]
      : []),
    ...(result.duplicates.length > 0
      ? [
          `${counted(result.duplicates.length)} more than once in it, ${leaks.length} of them in several splits: ${listed(result.duplicates.map(({ names }) => names.join(" = ")))}`,
        ]
      : []),
    ...(result.seconds ? [`seconds ${spread(result.seconds, 2)}`] : []),
    ...(result.frames ? [`frames ${spread(result.frames, 0)}`] : []),
    ...(result.frameRates.length > 0 ? [`frames a second ${tallied(result.frameRates)}`] : []),
    ...(result.sizes.length > 0 ? [`pixels ${tallied(result.sizes)}`] : []),
    ...(result.interlaced.length > 0
      ? [`${counted(result.interlaced.length)} interlaced, taken as stored: ${listed(result.interlaced)}`]
      : []),
    ...notices.map((notice) => `notice: ${notice}`),
    `index ${result.index}${kept === undefined ? "" : `, ${kept} clips`}`,
    `report ${result.report}`,
  ];
  return lines.join("\n");
}

/** `1 clip`, `2 clips`. */
export function counted(clips: number): string {
  return `${clips} clip${clips === 1 ? "" : "s"}`;
}

/** The first names of a list, and how many more there are. */
export function listed(names: readonly string[]): string {
  const rest = names.length - shown;
  return names.slice(0, shown).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

function spread({ least, median, most }: Spread, digits: number): string {
  return `${least.toFixed(digits)} to ${most.toFixed(digits)}, median ${median.toFixed(digits)}`;
}

function tallied(counts: readonly (readonly [value: string | number, clips: number])[]): string {
  return listed(counts.map(([value, clips]) => `${value} (${counted(clips)})`));
}
