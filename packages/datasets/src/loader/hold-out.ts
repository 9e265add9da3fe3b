import { foldIn, randomKey, uniform } from "@vivit/nn";
import { type ClipEntry, clipName } from "../clip-index.ts";

/** Share of the clips held out. */
const share = 0.15;

/**
 * Turn about 15 % of the training clips into validation clips.
 *
 * Which ones depends on the seed and on each clip's own path, so adding clips moves none of the others, except that every
 * class of 2 clips or more keeps at least one on each side.
 */
export function holdOut(entries: readonly ClipEntry[], seed: number): ClipEntry[] {
  const key = foldIn(randomKey(seed), "hold out");
  const lot = new Map(entries.map((entry) => [entry, uniform(foldIn(key, clipName(entry)), 1)[0]!]));
  const held = new Set<ClipEntry>();
  for (const clips of byLabel(entries).values()) {
    const drawn = clips.sort((a, b) => lot.get(a)! - lot.get(b)!);
    const below = drawn.filter((entry) => lot.get(entry)! < share).length;
    const count = Math.min(Math.max(below, 1), drawn.length - 1);
    for (const entry of drawn.slice(0, count)) held.add(entry);
  }
  return entries.map((entry) => (held.has(entry) ? { ...entry, split: "validation" } : entry));
}

function byLabel(entries: readonly ClipEntry[]): Map<number, ClipEntry[]> {
  const groups = new Map<number, ClipEntry[]>();
  for (const entry of entries) {
    if (entry.split !== "train") continue;
    const label = entry.labels[0] ?? -1;
    const group = groups.get(label);
    if (group) group.push(entry);
    else groups.set(label, [entry]);
  }
  return groups;
}
