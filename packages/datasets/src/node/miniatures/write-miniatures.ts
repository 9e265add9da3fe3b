import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadNodeAv } from "../load-node-av.ts";
import type { SourceName } from "../sources/recognize-source.ts";
import { unfinishedMarker } from "../unfinished-marker.ts";
import type { MiniatureSite } from "./miniature-clips.ts";
import { writeEpicKitchens } from "./write-epic.ts";
import { writeKinetics } from "./write-kinetics.ts";
import { writeMoments } from "./write-moments.ts";
import { writeRecords } from "./write-records.ts";
import { writeSomethingSomething } from "./write-something.ts";

/** A tiny copy of a data set, in the layout that the real one has on disk. */
export interface Miniature {
  readonly folder: string;
  /** The kind that `openData` reads. */
  readonly source: SourceName;
}

const makers: readonly (Miniature & { readonly make: (site: MiniatureSite) => void })[] = [
  { folder: "kinetics400", source: "kinetics", make: (site) => writeKinetics(site, "flat") },
  { folder: "kinetics600", source: "kinetics", make: (site) => writeKinetics(site, "classes") },
  { folder: "epic-kitchens", source: "epic-kitchens", make: (site) => writeEpicKitchens(site, "videos") },
  { folder: "epic-kitchens-frames", source: "epic-kitchens", make: (site) => writeEpicKitchens(site, "pictures") },
  { folder: "something-something", source: "something-something", make: writeSomethingSomething },
  { folder: "moments", source: "moments", make: writeMoments },
  { folder: "tfrecord", source: "tfrecord", make: writeRecords },
];

/** The miniatures, in the order in which they are made. */
export const miniatures: readonly Miniature[] = makers.map(({ folder, source }) => ({ folder, source }));

/**
 * Make tiny copies of all five data sets of the paper, and of Scenic's TFRecords, in their native layouts: 8 training and 4
 * validation clips each of generated motion.
 *
 * @param only folders to make; all if left out
 * @returns the folders made; those that are complete are left as they are
 * @throws Error if a folder holds something else
 */
export async function writeMiniatures(
  directory: string,
  { size = 64, only }: { readonly size?: number; readonly only?: readonly string[] } = {},
): Promise<string[]> {
  const av = await loadNodeAv("writeMiniatures");
  const made: string[] = [];
  for (const { folder, make } of makers) {
    if (only && !only.includes(folder)) continue;
    const path = join(directory, folder);
    if (existsSync(path) && !existsSync(join(path, unfinishedMarker))) {
      if (readdirSync(path).length > 0) continue;
    }
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, unfinishedMarker), "");
    make({ av, directory: path, size });
    rmSync(join(path, unfinishedMarker));
    made.push(folder);
  }
  return made;
}
