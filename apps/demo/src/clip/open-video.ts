import { ALL_FORMATS, BlobSource, BufferSource, Input, type InputVideoTrack } from "mediabunny";
import { VideoError, type VideoSource } from "./decoded-video.ts";

/** An open video. */
export interface OpenVideo {
  readonly input: Input;
  readonly track: InputVideoTrack;
  /** Frames, and how many of them a second, on average. */
  readonly total: number;
  readonly frameRate: number;
}

/**
 * Open a video and make sure that this browser decodes it.
 *
 * @throws VideoError if it is no video, has no frame, or the browser lacks its codec
 */
export async function openVideo(source: VideoSource): Promise<OpenVideo> {
  const bytes = "file" in source ? new BlobSource(source.file) : new BufferSource(await download(source));
  const input = new Input({ formats: ALL_FORMATS, source: bytes });
  try {
    const track = await findTrack(input, source.name);
    const { packetCount, averagePacketRate } = await track.computePacketStats().catch((cause: Error) => {
      throw new VideoError(`${source.name} is damaged: ${cause.message}`, { cause });
    });
    if (packetCount === 0) throw new VideoError(`${source.name} has no frame; choose another file`);
    return { input, track, total: packetCount, frameRate: averagePacketRate };
  } catch (error) {
    input.dispose();
    throw error;
  }
}

async function findTrack(input: Input, name: string): Promise<InputVideoTrack> {
  const noVideo = `${name} is not a video that can be read here; choose an MP4, WebM, MOV or MKV file`;
  const isVideo = await input.canRead().catch(() => false); // a file of a few bytes is an error
  if (!isVideo) throw new VideoError(noVideo);
  const track = await input.getPrimaryVideoTrack().catch((cause: Error) => {
    throw new VideoError(`${name} is damaged: ${cause.message}`, { cause });
  });
  if (!track) throw new VideoError(await withoutTrack(input, name));
  if (typeof VideoDecoder === "undefined")
    throw new VideoError("this browser has no WebCodecs, which decodes videos; use a newer one");
  if (!(await track.canDecode()))
    throw new VideoError(
      `this browser does not decode ${(await track.getCodec()) ?? "the codec"} of ${name}; try another browser, or convert the file to H.264 or VP9`,
    );
  return track;
}

async function withoutTrack(input: Input, name: string): Promise<string> {
  const others = await input.getTracks();
  return others.length > 0
    ? `${name} has no pictures, only other tracks; choose another file`
    : `${name} is cut short or damaged: it lists no pictures; choose another file`;
}

async function download({ name, ...source }: VideoSource): Promise<ArrayBuffer> {
  const { url } = source as { url: string };
  const answer = await fetch(url).catch((cause: Error) => {
    throw new VideoError(
      `${name} could not be fetched: its server, the network or this page's security policy does not allow it; download it and choose the file`,
      { cause },
    );
  });
  if (!answer.ok) throw new VideoError(`${name} could not be fetched: the server answered ${answer.status}`);
  return answer.arrayBuffer();
}
