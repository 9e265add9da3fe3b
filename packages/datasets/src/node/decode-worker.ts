import workerpool from "workerpool";
import { DecodeError, type DecodeReason } from "../decode/decode-error.ts";
import { viewsOf } from "../loader/whole-clip.ts";
import { type AugmentJob, type DecodedJob, type DecodeJob, decodeViews } from "./decode-views.ts";
import { endWithParent } from "./end-with-parent.ts";
import { type LentJob, lendResult } from "./lend-result.ts";
import { loadNodeAv, type NodeAv } from "./load-node-av.ts";
import { type OwnMemory, openOwnMemory } from "./shared-memory.ts";

/** What the decoding process says while it works through a group of jobs. */
export type DecodeEvent =
  | { readonly event: "start"; readonly position: number; readonly process: number; readonly memory?: number }
  | { readonly event: "decoded"; readonly position: number; readonly result: LentJob }
  | { readonly event: "failed"; readonly position: number; readonly reason: DecodeReason; readonly message: string };

/**
 * Decode one job after the other, reporting each as it is done, so that a crash or a hang costs one clip.
 *
 * @param share whether pixels are handed over in memory: the parent has read those of one group before it asks for another
 */
async function decodeGroup(jobs: readonly (DecodeJob | AugmentJob)[], share: boolean): Promise<number> {
  const shared = share ? ownMemory() : undefined;
  shared?.reset();
  const loaded = jobs.some((job) => !("frames" in job) && job.engine !== "ffmpeg");
  const av = loaded ? await loadNodeAv("createClipLoader") : undefined;
  for (const [position, job] of jobs.entries()) {
    say({ event: "start", position, process: process.pid, memory: shared?.file });
    await flushed(); // the parent must know which file it was, if this one brings the process down
    try {
      const result = answer(av, job);
      say({ event: "decoded", position, result: shared ? lendResult(shared, result) : result });
    } catch (error) {
      const reason = error instanceof DecodeError ? error.reason : "decoder failed";
      say({ event: "failed", position, reason, message: (error as Error).message });
    }
  }
  return jobs.length;
}

let memory: OwnMemory | undefined;

function ownMemory(): OwnMemory | undefined {
  memory ??= openOwnMemory();
  return memory;
}

function answer(av: NodeAv | undefined, job: DecodeJob | AugmentJob): DecodedJob {
  if ("frames" in job) return { views: viewsOf(job.frames, job.views, job.shape) };
  return decodeViews(job.engine === "ffmpeg" ? undefined : av, job);
}

function say(event: DecodeEvent): void {
  workerpool.workerEmit(event);
}

function flushed(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

endWithParent();
process.on("SIGINT", () => {}); // Ctrl-C reaches the whole group of processes; the parent decides what it means
workerpool.worker({ decodeGroup });
