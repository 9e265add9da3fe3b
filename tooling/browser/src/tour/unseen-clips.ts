import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { drawMotion, type UnseenMotion, unseenMotions } from "@vivit/datasets";
import { encodeClip, loadNodeAv } from "@vivit/datasets/node";

/** Files of one motion. */
export interface MotionFiles {
  readonly name: UnseenMotion;
  readonly learn: readonly string[];
  readonly test: readonly string[];
}

/** Make video files of the motions that the demo's models have never seen, so many of each for learning and for testing. */
export async function makeUnseenClips(folder: string, count: number): Promise<MotionFiles[]> {
  const av = await loadNodeAv("makeUnseenClips");
  return unseenMotions.map((unseen, place) => {
    mkdirSync(join(folder, unseen), { recursive: true });
    const make = (split: string) =>
      Array.from({ length: count }, (_, number) => {
        const path = join(folder, unseen, `${split}-${number}.mp4`);
        encodeClip(av, path, drawMotion({ seed: 21, split, index: number * 3 + place, level: "easy", unseen }));
        return path;
      });
    return { name: unseen, learn: make("learn"), test: make("test") };
  });
}
