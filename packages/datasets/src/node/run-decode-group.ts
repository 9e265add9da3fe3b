import workerpool from "workerpool";
import type { AugmentJob, DecodeJob } from "./decode-views.ts";
import type { DecodeEvent } from "./decode-worker.ts";
import { createWatchdog } from "./watchdog.ts";

/** A process may take this long to start. */
const secondsToStart = 60;

/** How a group of jobs went: to the end, or why not. */
export type GroupOutcome =
  | { readonly end: "done" }
  | { readonly end: "stalled" }
  | { readonly end: "crashed"; readonly message: string }
  /** Decoding cannot work here at all. */
  | { readonly end: "impossible"; readonly error: Error };

/** What one process is to do. */
export interface DecodeGroup {
  readonly jobs: readonly (DecodeJob | AugmentJob)[];
  /** Whether pixels may stay in the process's memory, to be read while its reports are heard. */
  readonly share: boolean;
  /** How long one job may take before the process is ended. */
  readonly seconds: number;
}

/** Have one process of a pool work through jobs, passing on what it reports. */
export async function runDecodeGroup(
  pool: workerpool.Pool,
  { jobs, share, seconds }: DecodeGroup,
  hear: (event: DecodeEvent) => void,
): Promise<GroupOutcome> {
  const on = (event: DecodeEvent | { stdout?: string; stderr?: string }) => {
    if (!("event" in event)) return; // a line that the process printed
    watchdog.expect(seconds);
    hear(event);
  };
  let stalled = false;
  const task = pool.exec("decodeGroup", [jobs, share], { on });
  const watchdog = createWatchdog(() => {
    stalled = true;
    task.cancel();
  });
  watchdog.expect(secondsToStart);
  try {
    await task;
    return { end: "done" };
  } catch (error) {
    if (stalled) return { end: "stalled" };
    if (error instanceof workerpool.TerminateError) return { end: "crashed", message: firstLines(error) };
    return { end: "impossible", error: error as Error };
  } finally {
    watchdog.stop();
  }
}

/** What workerpool says of the end of a process: that it ended, its exit code and its signal. */
function firstLines({ message }: Error): string {
  const lines = message.split("\n").slice(0, 3);
  return lines.map((line) => line.trim()).join(", ");
}
