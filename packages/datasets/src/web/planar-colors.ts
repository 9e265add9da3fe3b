import type { VideoSample } from "mediabunny";
import { axisTaps, type Taps } from "../resize-clip.ts";

/** Shares of luma that red and blue have. Source: ITU-R BT.601, BT.709, BT.2020. */
const lumaShares: Readonly<Record<string, readonly [red: number, blue: number]>> = {
  smpte170m: [0.299, 0.114],
  bt470bg: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
  "bt2020-ncl": [0.2627, 0.0593],
};

/** How many pixels share a chroma sample, across and down, and whether the two are interleaved. */
const layouts: Readonly<Record<string, readonly [across: number, down: number, interleaved: boolean]>> = {
  I420: [2, 2, false],
  I420A: [2, 2, false],
  I422: [2, 1, false],
  I444: [1, 1, false],
  NV12: [2, 2, true],
};

/** Codecs of which FFmpeg takes chroma to lie on the left of its two pixels, not between them, as their standards have it. */
const leftChroma: ReadonlySet<string | null> = new Set(["avc", "hevc"]);

/** One kind of chroma: where its samples lie. */
interface Plane {
  readonly bytes: Uint8Array;
  readonly stride: number;
  readonly step: number;
}

/**
 * Convert a frame of luma and chroma planes to RGB as Node's decoder does: chroma blended bilinearly between its samples, the
 * matrix that the video states, else that of BT.601.
 *
 * Browsers convert each in its own way, most without blending; this way all of them give the same colors.
 *
 * @param codec by mediabunny's name
 * @returns [height, width, 3]; undefined for frames stored in any other way
 */
export async function planarColors(sample: VideoSample, codec: string | null): Promise<Uint8Array | undefined> {
  const { format, colorSpace } = sample;
  const layout = format === null ? undefined : layouts[format];
  const shares = lumaShares[colorSpace.matrix ?? "smpte170m"];
  if (!layout || !shares) return undefined;
  const [across, down, interleaved] = layout;
  const { height, width } = sample.visibleRect;
  const bytes = new Uint8Array(sample.allocationSize());
  const [luma, first, second] = await sample.copyTo(bytes);
  const plane = (at: number, stride: number): Plane => ({
    bytes: bytes.subarray(at),
    stride,
    step: interleaved ? 2 : 1,
  });
  const blue = plane(first!.offset, first!.stride);
  const red = interleaved ? plane(first!.offset + 1, first!.stride) : plane(second!.offset, second!.stride);
  const rows = axisTaps(Math.ceil(height / down), height);
  const columns = leftChroma.has(codec)
    ? leftTaps(Math.ceil(width / across), width, across)
    : axisTaps(Math.ceil(width / across), width);
  const convert = rowConverter(shares, colorSpace.fullRange === true, columns);
  const [blues, reds] = [new Float32Array(columns.lower.length), new Float32Array(columns.lower.length)];
  const values = new Uint8ClampedArray(height * width * 3); // rounds
  for (let y = 0; y < height; y++) {
    blendRows(blue, rows, y, Math.ceil(width / across), blues);
    blendRows(red, rows, y, Math.ceil(width / across), reds);
    convert(bytes, luma!.offset + y * luma!.stride, blues, reds, values, y * width * 3);
  }
  return new Uint8Array(values.buffer);
}

/** Taps where the first of the pixels that share a sample has it whole. */
function leftTaps(from: number, to: number, across: number): Taps {
  const taps = { lower: new Int32Array(to), upper: new Int32Array(to), weight: new Float32Array(to) };
  for (let x = 0; x < to; x++) {
    taps.lower[x] = Math.floor(x / across);
    taps.upper[x] = Math.min(Math.ceil(x / across), from - 1);
    taps.weight[x] = x / across - Math.floor(x / across);
  }
  return taps;
}

/** The chroma beside a row of pixels, around 0. */
function blendRows(
  { bytes, stride, step }: Plane,
  { lower, upper, weight }: Taps,
  y: number,
  width: number,
  line: Float32Array,
): void {
  const [above, below, share] = [lower[y]! * stride, upper[y]! * stride, weight[y]!];
  for (let x = 0; x < width; x++) {
    const color = bytes[above + x * step]!;
    line[x] = color + (bytes[below + x * step]! - color) * share - 128;
  }
}

/** A function that makes a row of colors of its luma and the chroma beside it. */
function rowConverter([red, blue]: readonly [number, number], fullRange: boolean, { lower, upper, weight }: Taps) {
  const [darkest, lumaGain, chromaGain] = fullRange ? [0, 1, 1] : [16, 255 / 219, 255 / 224];
  const green = 1 - red - blue;
  const [redGain, blueGain] = [2 * (1 - red) * chromaGain, 2 * (1 - blue) * chromaGain];
  const [greenOfRed, greenOfBlue] = [(-redGain * red) / green, (-blueGain * blue) / green];
  return (
    bytes: Uint8Array,
    from: number,
    blues: Float32Array,
    reds: Float32Array,
    target: Uint8ClampedArray,
    to: number,
  ) => {
    for (let x = 0; x < lower.length; x++) {
      const [left, right, share] = [lower[x]!, upper[x]!, weight[x]!];
      const blueness = blues[left]! + (blues[right]! - blues[left]!) * share;
      const redness = reds[left]! + (reds[right]! - reds[left]!) * share;
      const gray = (bytes[from + x]! - darkest) * lumaGain;
      const at = to + x * 3;
      target[at] = gray + redness * redGain;
      target[at + 1] = gray + redness * greenOfRed + blueness * greenOfBlue;
      target[at + 2] = gray + blueness * blueGain;
    }
  };
}
