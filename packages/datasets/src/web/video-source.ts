import { BlobSource, type Source, UrlSource } from "mediabunny";
import { DecodeError } from "../decode/decode-error.ts";

/** Where a video comes from: a file that somebody chose, or an address. */
export type VideoSource = Blob | URL | string;

/** Videos at an address that are larger than this are read in pieces; others come at once. */
const wholeBytes = 8 * 2 ** 20;

/** Bytes of a large video that are kept at a time. */
const pieceBytes = 16 * 2 ** 20;

/** What to call a video in messages: its file's name, or the end of its address. */
export function nameOf(source: VideoSource): string {
  if (source instanceof Blob) return "name" in source ? (source as File).name : "the video";
  const path = String(source).split(/[?#]/)[0]!;
  const last = path.split("/").at(-1)!;
  return last === "" ? path : last;
}

/**
 * Open the bytes of a video.
 *
 * @throws DecodeError "missing file" if an address cannot be read, "empty file" if there is nothing in it
 */
export async function openBytes(source: VideoSource, name: string, signal?: AbortSignal): Promise<Source> {
  if (source instanceof Blob) return blobSource(source, name);
  const answer = await request(source, name, signal);
  const total = Number(/\/(\d+)$/.exec(answer.headers.get("Content-Range") ?? "")?.[1] ?? 0);
  if (answer.status !== 206 || total <= wholeBytes) return blobSource(await answer.blob(), name);
  await answer.body?.cancel();
  return new UrlSource(source, {
    maxCacheSize: pieceBytes,
    getRetryDelay: (attempts) => (attempts < 3 ? 0.5 * 2 ** attempts : null),
  });
}

function blobSource(blob: Blob, name: string): Source {
  if (blob.size === 0) throw new DecodeError("empty file", `${name} is empty, 0 bytes; choose another file`);
  return new BlobSource(blob);
}

/** Ask for a video from its first byte, in a way that tells whether its server gives pieces. */
async function request(source: URL | string, name: string, signal?: AbortSignal): Promise<Response> {
  const answer = await fetch(source, { headers: { Range: "bytes=0-" }, signal }).catch((cause: Error) => {
    signal?.throwIfAborted();
    throw new DecodeError(
      "missing file",
      `${name} could not be fetched: its server, the network or this page's security policy does not allow it; download it and choose the file`,
      { cause },
    );
  });
  if (answer.ok) return answer;
  throw new DecodeError("missing file", `${name} could not be fetched: the server answered ${answer.status}`);
}
