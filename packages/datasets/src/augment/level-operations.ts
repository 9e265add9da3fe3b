import type { Clip } from "../clip.ts";

/** Stretch each channel so that its darkest value in any frame becomes 0 and its brightest 255. */
export function autoContrast(clip: Clip): void {
  const levels = histograms(clip).map((counts) => {
    const low = counts.findIndex((count) => count > 0);
    const high = counts.findLastIndex((count) => count > 0);
    if (high <= low) return identity;
    const scale = Math.fround(255 / (high - low));
    const offset = Math.fround(-low * scale);
    return lookUp((level) => clamp(Math.fround(Math.fround(level * scale) + offset)));
  });
  changeLevels(clip, levels);
}

/** Spread each channel so that every level is about as frequent, over all frames. Source: PIL `ImageOps.equalize`. */
export function equalize(clip: Clip): void {
  const levels = histograms(clip).map((counts) => {
    const used = counts.filter((count) => count > 0);
    const step = Math.floor((used.reduce((sum, count) => sum + count, 0) - used.at(-1)!) / 255);
    if (step === 0) return identity;
    let below = 0;
    return lookUp((level) => {
      const rank = level === 0 ? 0 : clamp(Math.floor((below + Math.floor(step / 2)) / step));
      below += counts[level]!;
      return rank;
    });
  });
  changeLevels(clip, levels);
}

export function invert(clip: Clip): void {
  changeAll(clip, (level) => 255 - level);
}

/** Keep the upper bits of every value, 8 or more: all. */
export function posterize(clip: Clip, bits: number): void {
  const lost = Math.max(0, 8 - bits);
  changeAll(clip, (level) => (level >> lost) << lost);
}

/** Invert values of the threshold and above. */
export function solarize(clip: Clip, threshold: number): void {
  changeAll(clip, (level) => (level < threshold ? level : 255 - level));
}

/** Add to values below 128. */
export function solarizeAdd(clip: Clip, addition: number): void {
  changeAll(clip, (level) => (level < 128 ? clamp(level + addition) : level));
}

/** Change every value of a clip by its level alone; what comes out is truncated to whole numbers. */
export function changeAll({ values }: Clip, change: (level: number) => number): void {
  const levels = lookUp(change);
  for (let at = 0; at < values.length; at++) values[at] = levels[values[at]!]!;
}

/** What each level becomes, truncated to whole numbers. */
function lookUp(change: (level: number) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, level) => change(level));
}

const identity = lookUp((level) => level);

function clamp(level: number): number {
  return Math.min(255, Math.max(0, level));
}

/** How often each level occurs, for each channel. */
function histograms({ values }: Clip): number[][] {
  const counts = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)] as const;
  for (let at = 0; at < values.length; at += 3) {
    counts[0][values[at]!]!++;
    counts[1][values[at + 1]!]!++;
    counts[2][values[at + 2]!]!++;
  }
  return counts.map((channel) => [...channel]);
}

function changeLevels({ values }: Clip, levels: readonly Uint8Array[]): void {
  const [red, green, blue] = levels as [Uint8Array, Uint8Array, Uint8Array];
  for (let at = 0; at < values.length; at += 3) {
    values[at] = red[values[at]!]!;
    values[at + 1] = green[values[at + 1]!]!;
    values[at + 2] = blue[values[at + 2]!]!;
  }
}
