import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { clipOf, frameBytes } from "../clip.ts";
import type { ResizedInfo } from "../decode/frame-request.ts";
import type { WholeClip } from "../loader/whole-clip.ts";

/** What was written, or why nothing was. */
export interface DiskClip {
  readonly written?: number;
  readonly diskProblem?: string;
}

/** Marks a file as ours, of this layout. */
const magic = 0x56495631; // "VIV1"
const headerValues = 6;

type Header = [mark: number, frames: number, height: number, width: number, promised: number, milliframes: number];

/**
 * Keep a decoded clip in a file: a header of magic, frames, height, width, promised frames and milliframes per second as 32-bit
 * numbers, the place of each promised frame, then the pixels. It appears under its name only once it is whole.
 *
 * A disk that is full costs nothing but the cache.
 */
export function writeDiskClip(file: string, { clip, places }: WholeClip): DiskClip {
  const { frames, height, width, values, frameRate } = clip;
  const header = Int32Array.of(magic, frames, height, width, places.length, Math.round(frameRate * 1000));
  const unfinished = `${file}.${process.pid}.incomplete`;
  try {
    writeFileSync(unfinished, Buffer.concat([bytesOf(header), bytesOf(places), values]));
    renameSync(unfinished, file);
    return { written: header.byteLength + places.byteLength + values.byteLength };
  } catch (error) {
    rmSync(unfinished, { force: true });
    return { diskProblem: (error as Error).message };
  }
}

/**
 * Read frames of a clip that is kept in a file.
 *
 * @param choose numbers of the frames wanted
 * @returns undefined if there is no such file or it is not whole
 */
export function readDiskClip(file: string, choose: (info: ResizedInfo) => readonly number[]): WholeClip | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch {
    return undefined;
  }
  try {
    const header = readInts(descriptor, headerValues, 0);
    const [mark, frames, height, width, promised, milliframes] = header as unknown as Header;
    const start = (headerValues + promised) * 4;
    const bytes = frameBytes({ height, width });
    if (mark !== magic || fstatSync(descriptor).size !== start + frames * bytes) return undefined;
    const places = readInts(descriptor, promised, headerValues * 4);
    const wanted = [...new Set(choose({ frames: promised, height, width }).map((frame) => places[frame]!))];
    const values = new Uint8Array(wanted.length * bytes);
    for (const [at, place] of wanted.entries()) readSync(descriptor, values, at * bytes, bytes, start + place * bytes);
    const moved = new Map(wanted.map((place, at) => [place, at]));
    const clip = clipOf(values, height, width, milliframes / 1000);
    return { clip, places: places.map((place) => moved.get(place) ?? -1) };
  } finally {
    closeSync(descriptor);
  }
}

function readInts(descriptor: number, count: number, position: number): Int32Array {
  const values = new Int32Array(count);
  readSync(descriptor, values, 0, values.byteLength, position);
  return values;
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
