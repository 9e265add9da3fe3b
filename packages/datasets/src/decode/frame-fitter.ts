import { frameBytes } from "../clip.ts";
import { frameResizer } from "../resize-clip.ts";
import { pillowFrameResizer } from "../resize-pillow.ts";
import { type FrameSize, turnedSize } from "./frame-size.ts";
import { turnFrame } from "./turn-frame.ts";
import type { VideoInfo } from "./video-info.ts";

/**
 * A function that resizes frames as they are stored and turns them upright.
 *
 * @param upright size of what is written, [height, width, 3]
 */
export function createFrameFitter(
  quarterTurns: VideoInfo["quarterTurns"],
  upright: FrameSize,
  method: "tensorflow" | "pillow",
): (stored: Uint8Array, size: FrameSize, target: Uint8Array) => void {
  const straight = turnedSize(upright, quarterTurns);
  const scratch = quarterTurns === 0 ? undefined : new Uint8Array(frameBytes(straight));
  let resize: { from: string; run: ReturnType<typeof frameResizer> } | undefined;
  return (stored, size, target) => {
    const resized = scratch ?? target;
    if (size.height === straight.height && size.width === straight.width) resized.set(stored);
    else {
      const from = `${size.height}x${size.width}`; // a stream may change size midway
      if (resize?.from !== from)
        resize = { from, run: (method === "pillow" ? pillowFrameResizer : frameResizer)(size, straight) };
      resize.run(stored, resized);
    }
    if (scratch) turnFrame(scratch, straight, quarterTurns, target);
  };
}
