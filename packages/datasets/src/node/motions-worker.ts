import { existsSync, renameSync } from "node:fs";
import workerpool from "workerpool";
import { drawMotion, type MotionSpec } from "../motions/draw-motion.ts";
import { encodeClip } from "./encode-clip.ts";
import { loadNodeAv } from "./load-node-av.ts";

/** A clip to draw and where to write it. */
export interface MotionFile {
  readonly path: string;
  readonly spec: MotionSpec;
}

/** Draw and encode clips, each under another name first, so that a file of the right name is complete. */
async function makeMotionFiles(files: readonly MotionFile[]): Promise<void> {
  const av = await loadNodeAv("writeMotions");
  for (const { path, spec } of files) {
    if (!existsSync(path)) {
      encodeClip(av, `${path}.part`, drawMotion(spec));
      renameSync(`${path}.part`, path);
    }
    workerpool.workerEmit({ made: 1 });
  }
}

process.on("SIGINT", () => {}); // the parent decides what Ctrl-C means
workerpool.worker({ makeMotionFiles });
