import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Clip, clipOf } from "@vivit/datasets";
import {
  decodeClip,
  type EncodeOptions,
  encodeClip,
  indexFolder,
  loadNodeAv,
  writeIndexFile,
  writeMotions,
} from "@vivit/datasets/node";
import { withCodec } from "./broken-files.ts";

/** Options of the loaders in the page and in Node. */
export const shape = { frames: 8, stride: 3, shortSide: 40, crop: 32 };

/** Videos that each have something of their own. */
export const videos = {
  "h264.mp4": { settings: { preset: "medium", crf: "12", bf: "3", g: "10" } },
  "vp9.webm": { container: "webm", encoder: "libvpx-vp9", settings: { crf: "4" } },
  "matroska.mkv": { container: "matroska", settings: { preset: "ultrafast", crf: "8" } },
  "turned.mp4": { settings: { preset: "ultrafast", crf: "8" } },
} as const satisfies Record<string, EncodeOptions>;

/** Write `motions` with an index, and the videos with Node's decoding of each beside it. */
export async function writeClipsData(folder: string): Promise<void> {
  await writeMotions(join(folder, "motions"), { train: 20, val: 10 });
  writeIndexFile(join(folder, "motions", "index.jsonl"), indexFolder(join(folder, "motions")));
  const av = await loadNodeAv("writeClipsData");
  for (const [name, options] of Object.entries(videos)) {
    const path = join(folder, name);
    encodeClip(av, path, colorfulClip(40), options);
    if (name === "turned.mp4") turn(path);
    writeFileSync(`${path}.values`, (await decodeClip(path, { shortSide: 48 })).values);
    writeFileSync(`${path}.some`, (await decodeClip(path, { frames: [3, 21, 22, 38] })).values);
  }
  const whole = readFileSync(join(folder, "h264.mp4"));
  writeFileSync(join(folder, "cut.mp4"), whole.subarray(0, whole.length - 400));
  writeFileSync(join(folder, "empty.mp4"), "");
  writeFileSync(join(folder, "unknown.mp4"), withCodec(whole, "zzzz"));
  writeFileSync(join(folder, "sound.wav"), silence());
  writeFileSync(join(folder, "damaged.jsonl"), damagedIndex());
}

/** A smooth, colorful picture that moves: what half the chroma costs shows. */
function colorfulClip(frames: number, height = 72, width = 96): Clip {
  const values = new Uint8Array(frames * height * width * 3);
  let at = 0;
  for (let frame = 0; frame < frames; frame++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++, at += 3) {
        values[at] = 128 + 100 * Math.sin((x - 2 * frame) / 9);
        values[at + 1] = 128 + 100 * Math.sin((y + frame) / 7);
        values[at + 2] = 128 + 100 * Math.cos((x + y) / 11);
      }
  return clipOf(values, height, width, 25);
}

/** Mark a clip as one that a player turns by a quarter. Source: ISO 14496-12, the matrix of a track header. */
function turn(path: string): void {
  const bytes = readFileSync(path);
  const matrix = bytes.indexOf("tkhd") + 44;
  for (const [place, value] of [0, 65536, 0, -65536, 0].entries()) bytes.writeInt32BE(value, matrix + place * 4);
  writeFileSync(path, bytes);
}

/** A second of silence. */
function silence(): Buffer {
  const header = Buffer.from("RIFF____WAVEfmt ____________________data____");
  const numbers = [8036, 16, 0x10001, 8000, 8000, 0x80001, 8000];
  for (const [at, place] of [4, 16, 20, 24, 28, 32, 40].entries()) header.writeUInt32LE(numbers[at]!, place);
  return Buffer.concat([header, Buffer.alloc(8000, 128)]);
}

/** Four training clips, the first of which is cut short. */
function damagedIndex(): string {
  const header = {
    format: "vivit-index",
    version: 1,
    directory: ".",
    classes: ["a", "b"],
    horizontalFlip: true,
    validation: "held out",
  };
  const names = ["cut.mp4", "h264.mp4", "vp9.webm", "matroska.mkv"];
  const lines = [header, ...names.map((path, at) => ({ path, labels: [at % 2], split: "train" }))];
  return lines.map((line) => JSON.stringify(line)).join("\n");
}
