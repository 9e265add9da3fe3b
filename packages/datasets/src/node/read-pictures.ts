import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { clipOf, frameBytes } from "../clip.ts";
import type { PicturesPart, RecordPart } from "../clip-index.ts";
import { DecodeError } from "../decode/decode-error.ts";
import {
  chooseFrames,
  type FrameRequest,
  type KeptFrames,
  requireEnough,
  uprightSize,
} from "../decode/frame-request.ts";
import type { FrameSize } from "../decode/frame-size.ts";
import { createTimeline } from "../decode/frame-timeline.ts";
import { decodeSequenceExample } from "../records/sequence-example.ts";
import { createFrameWriter } from "./frame-writer.ts";
import { listPictures } from "./list-pictures.ts";
import type { NodeAv } from "./load-node-av.ts";
import { createPictureDecoder, type PictureDecoder } from "./picture-decoder.ts";

/** Encoded pictures, one a frame. */
interface PictureList {
  readonly count: number;
  /** Pictures that there should be. */
  readonly promised: number;
  readonly frameRate: number;
  read(number: number): { bytes: Uint8Array; name: string };
}

/**
 * Decode the wanted ones of a folder's or a record's pictures; as `readFrames` for videos.
 *
 * @throws DecodeError
 */
export function readPictures(
  av: NodeAv,
  path: string,
  part: PicturesPart | RecordPart,
  request: FrameRequest,
): KeptFrames {
  const list = part.kind === "pictures" ? folderPictures(path, part) : recordPictures(path, part);
  const packets = Array.from({ length: list.count }, (_, number) => ({ shown: number, decoded: number, key: true }));
  const { promised, frameRate } = list;
  // pictures that state no rate are taken as they are, whatever rate is asked for
  const timeline = createTimeline(packets, {
    promised,
    frameRate: frameRate && request.frameRate,
    clock: frameRate || 1,
  });
  requireEnough(path, timeline, request.missingFrames);
  const decoder = createPictureDecoder(av);
  try {
    const { bytes, name } = list.read(0);
    const stored = decoder.decode(bytes, name, ({ height, width }) => ({ height, width }));
    const size = uprightSize(stored, request.shortSide);
    const info = { frames: timeline.frames, ...size };
    const { wanted, position } = chooseFrames(timeline, request.choose?.(info));
    const values = decodePictures(av, decoder, list, wanted, size, request);
    return {
      clip: clipOf(values, size.height, size.width, request.frameRate || frameRate),
      info,
      position,
      decoded: wanted.length,
      missing: 0,
    };
  } finally {
    decoder.free();
  }
}

function decodePictures(
  av: NodeAv,
  decoder: PictureDecoder,
  list: PictureList,
  wanted: readonly number[],
  size: FrameSize,
  { resize = "tensorflow" }: FrameRequest,
): Uint8Array {
  const bytes = frameBytes(size);
  const values = new Uint8Array(wanted.length * bytes);
  const write = createFrameWriter(av, { quarterTurns: 0 }, size, resize);
  try {
    for (const [place, number] of wanted.entries()) {
      const picture = list.read(number);
      decoder.decode(picture.bytes, picture.name, (frame) =>
        write(frame, values.subarray(place * bytes, (place + 1) * bytes)),
      );
    }
    return values;
  } finally {
    write.free();
  }
}

function folderPictures(path: string, part: PicturesPart): PictureList {
  const pictures = listPictures(path, part);
  const [first, last] = [part.first ?? pictures[0]!.number, part.last ?? pictures.at(-1)!.number];
  return {
    count: pictures.length,
    promised: last - first + 1,
    frameRate: part.frameRate ?? 0,
    read: (number) => {
      const name = join(path, pictures[number]!.name);
      return { bytes: readFileSync(name), name };
    },
  };
}

function recordPictures(path: string, { offset, length }: RecordPart): PictureList {
  if (!statSync(path, { throwIfNoEntry: false }))
    throw new DecodeError("missing file", `decodeClip: ${path} does not exist`);
  const bytes = Buffer.alloc(length);
  const file = openSync(path, "r");
  const read = readSync(file, bytes, 0, length, offset);
  closeSync(file);
  if (read < length)
    throw new DecodeError("truncated", `decodeClip: ${path} ends within the record at byte ${offset}; copy it again`);
  const { pictures } = sequenceExample(path, offset, bytes);
  return {
    count: pictures.length,
    promised: pictures.length,
    frameRate: 0,
    read: (number) => ({ bytes: pictures[number]!, name: `${path}@${offset} frame ${number}` }),
  };
}

function sequenceExample(path: string, offset: number, bytes: Uint8Array) {
  try {
    return decodeSequenceExample(bytes);
  } catch (error) {
    throw new DecodeError("not a video", `decodeClip: ${path} at byte ${offset}: ${(error as Error).message}`);
  }
}
