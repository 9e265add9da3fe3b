import { spawnSync } from "node:child_process";
import { DecodeError } from "../decode/decode-error.ts";

/** Seconds of processor time after which the program ends itself, so that it never outlives who started it for long. */
const processorSeconds = 60;

/**
 * Run the program `ffmpeg` and return what it writes.
 *
 * @throws DecodeError if it writes nothing; Error with the fix if it is not installed
 */
export function runFfmpeg(path: string, words: readonly string[]): Buffer {
  const limits = ["-v", "error", "-nostdin", "-threads", "1", "-timelimit", `${processorSeconds}`];
  const { error, stdout, stderr } = spawnSync("ffmpeg", [...limits, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 2 ** 32,
    killSignal: "SIGKILL",
    timeout: processorSeconds * 1000,
    windowsHide: true,
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT")
    throw new Error(
      "decodeClip: the program ffmpeg is not installed; install it, or use the engine node-av (npm install node-av)",
    );
  if (stdout?.length > 0) return stdout;
  throw reasonOf(path, stderr?.toString("utf8") ?? "");
}

function reasonOf(path: string, said: string): DecodeError {
  if (/moov atom not found/.test(said))
    return new DecodeError(
      "truncated",
      `decodeClip: ${path} is cut short, its index (moov) is missing; copy or record it again`,
    );
  if (/matches no streams/.test(said))
    return new DecodeError("no video stream", `decodeClip: ${path} has no video stream, only sound or data`);
  if (/Invalid data found/.test(said))
    return new DecodeError("not a video", `decodeClip: ${path} is not a video, whatever its name says`);
  return new DecodeError(
    "decoder failed",
    `decodeClip: ffmpeg cannot decode ${path}: ${said.trim().split("\n").at(-1)}`,
  );
}
