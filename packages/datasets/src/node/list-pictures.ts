import { readdirSync, statSync } from "node:fs";
import { extname } from "node:path";
import type { PicturesPart } from "../clip-index.ts";
import { DecodeError } from "../decode/decode-error.ts";
import { isPictureName } from "../video-names.ts";

/** A picture of a folder. */
export interface NumberedPicture {
  readonly name: string;
  readonly number: number;
}

/**
 * List the numbered pictures of a folder that a clip consists of, by number: `frame_2.jpg` comes before `frame_10.jpg`.
 *
 * @throws DecodeError if there is no such folder or no such picture in it
 */
export function listPictures(
  path: string,
  { first = 0, last = Number.POSITIVE_INFINITY }: PicturesPart,
): NumberedPicture[] {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) throw new DecodeError("missing file", `decodeClip: ${path} does not exist`);
  if (!status.isDirectory())
    throw new DecodeError("not a video", `decodeClip: ${path} is a file, not a folder of pictures`);
  const pictures = readdirSync(path)
    .filter(isPictureName)
    .flatMap((name) => {
      const digits = name.slice(0, -extname(name).length).match(/\d+(?=\D*$)/);
      return digits ? [{ name, number: Number(digits[0]) }] : [];
    })
    .filter(({ number }) => number >= first && number <= last)
    .sort((a, b) => a.number - b.number);
  if (pictures.length > 0) return pictures;
  const span = Number.isFinite(last) ? ` from number ${first} to ${last}` : "";
  throw new DecodeError("truncated", `decodeClip: ${path} has no numbered pictures${span}`);
}
