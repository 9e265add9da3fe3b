import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeClip, loadNodeAv } from "@vivit/datasets/node";
import { foldIn, randomKey } from "@vivit/nn";
import { drawScene } from "./draw-scene.ts";

/** Where the clips lie that loaders are timed on; made once. */
export const scenesDirectory = fileURLToPath(new URL("../../../../data/bench-clips", import.meta.url));

/** Different clips. */
const scenes = 16;

/** x264 as it is by itself: a key frame every 250 frames or at a cut, three B-frames, `crf` 23. */
const settings = { preset: "medium", crf: "23", bf: "3" };

/** Encode the clips that are not there yet, and return their names. */
export async function writeScenes(): Promise<string[]> {
  const av = await loadNodeAv("bench");
  mkdirSync(scenesDirectory, { recursive: true });
  return Array.from({ length: scenes }, (_, number) => {
    const name = `${String(number).padStart(2, "0")}.mp4`;
    const path = join(scenesDirectory, name);
    if (existsSync(path)) return name;
    encodeClip(av, `${path}.part`, drawScene(foldIn(randomKey(0), number)), { settings });
    renameSync(`${path}.part`, path);
    return name;
  });
}
