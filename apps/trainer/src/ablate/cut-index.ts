import type { ClipIndex } from "@vivit/datasets";

/** The index with so many training clips of each class, the first ones; what is not for training stays. */
export function cutIndex<Index extends Pick<ClipIndex, "entries">>(index: Index, clipsPerClass: number): Index {
  const taken = new Map<string, number>();
  const entries = index.entries.filter(({ split, labels }) => {
    if (split !== "train") return true;
    const label = labels.join();
    const before = taken.get(label) ?? 0;
    taken.set(label, before + 1);
    return before < clipsPerClass;
  });
  return { ...index, entries };
}
