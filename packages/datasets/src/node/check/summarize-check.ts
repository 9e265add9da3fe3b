import type { ClipIndex, Split } from "../../clip-index.ts";
import type { DecodeReason } from "../../decode/decode-error.ts";
import type { CheckedClip } from "./check-clips.ts";

/** Clips of the same bytes. */
export interface DuplicateClips {
  readonly names: readonly string[];
  /** More than one where a clip is both trained on and measured by. */
  readonly splits: readonly Split[];
}

/** Smallest, middle and largest of some values. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** What a check found, in numbers. */
export interface CheckSummary {
  readonly checked: number;
  readonly sound: number;
  /** Names of clips by why they do not decode. */
  readonly damaged: Readonly<Partial<Record<DecodeReason, readonly string[]>>>;
  readonly duplicates: readonly DuplicateClips[];
  /** Names of clips whose frames are two fields each. */
  readonly interlaced: readonly string[];
  readonly seconds?: Spread;
  readonly frames?: Spread;
  /** Clips by frames per second, most common first. */
  readonly frameRates: readonly (readonly [rate: number, clips: number])[];
  /** Clips by size in pixels, most common first. */
  readonly sizes: readonly (readonly [size: string, clips: number])[];
  /** Clips of each class, in the order of the labels, in each split. */
  readonly classes: readonly { readonly name: string; readonly counts: Readonly<Record<Split, number>> }[];
}

/** Put what was found of single clips together. */
export function summarizeCheck(index: ClipIndex, clips: readonly CheckedClip[]): CheckSummary {
  const damaged: Partial<Record<DecodeReason, string[]>> = {};
  for (const { name, problem } of clips)
    if (problem) damaged[problem.reason] = [...(damaged[problem.reason] ?? []), name];
  const sound = clips.filter(({ problem }) => !problem);
  const seconds = spreadOf(sound.flatMap((clip) => clip.seconds ?? []));
  const frames = spreadOf(sound.flatMap((clip) => clip.frames ?? []));
  return {
    checked: clips.length,
    sound: sound.length,
    damaged,
    duplicates: findDuplicates(index, clips),
    interlaced: sound.flatMap(({ name, interlaced }) => (interlaced ? [name] : [])),
    ...(seconds ? { seconds } : {}),
    ...(frames ? { frames } : {}),
    frameRates: tally(sound.flatMap(({ frameRate }) => (frameRate ? [Math.round(frameRate * 100) / 100] : []))),
    sizes: tally(sound.flatMap(({ size }) => (size ? [`${size[0]} × ${size[1]}`] : []))),
    classes: countClasses(index),
  };
}

/** The index without clips that do not decode or repeat, and with hashes; a clip in two splits stays where it measures. */
export function cleanIndex(index: ClipIndex, clips: readonly CheckedClip[]): ClipIndex {
  const order: Readonly<Record<Split, number>> = { test: 0, validation: 1, train: 2 };
  const splitOf = ({ entry }: CheckedClip) => order[index.entries[entry]!.split];
  const kept = new Map<string, CheckedClip>();
  for (const clip of clips) {
    if (clip.problem || !clip.hash) continue;
    const other = kept.get(clip.hash);
    if (!other || splitOf(clip) < splitOf(other)) kept.set(clip.hash, clip);
  }
  const stay = new Set([...kept.values()].map(({ entry }) => entry));
  const checked = new Set(clips.map(({ entry }) => entry));
  const entries = withHashes(index, clips).entries.filter((_, entry) => !checked.has(entry) || stay.has(entry));
  return { ...index, entries };
}

/** The index with the hashes that are known. */
export function withHashes(index: ClipIndex, clips: readonly CheckedClip[]): ClipIndex {
  const hashes = new Map(clips.map(({ entry, hash }) => [entry, hash]));
  const entries = index.entries.map((entry, number) => {
    const hash = hashes.get(number);
    return hash ? { ...entry, hash } : entry;
  });
  return { ...index, entries };
}

function findDuplicates(index: ClipIndex, clips: readonly CheckedClip[]): DuplicateClips[] {
  const byHash = new Map<string, CheckedClip[]>();
  for (const clip of clips) {
    if (!clip.hash || clip.problem) continue; // two broken files are not one clip twice
    byHash.set(clip.hash, [...(byHash.get(clip.hash) ?? []), clip]);
  }
  return [...byHash.values()]
    .filter((same) => same.length > 1)
    .map((same) => ({
      names: same.map(({ name }) => name),
      splits: [...new Set(same.map(({ entry }) => index.entries[entry]!.split))],
    }));
}

function countClasses({ classes, entries }: ClipIndex): CheckSummary["classes"] {
  const counts = classes.map(() => ({ train: 0, validation: 0, test: 0 }));
  for (const { labels, split } of entries) for (const label of labels) counts[label]![split]++;
  return classes.map((name, id) => ({ name, counts: counts[id]! }));
}

function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  return { least: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]!, most: sorted.at(-1)! };
}

function tally<T>(values: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
