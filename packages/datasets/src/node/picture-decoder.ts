import type { CodecContext, Frame } from "node-av/lib";
import { DecodeError } from "../decode/decode-error.ts";
import type { NodeAv } from "./load-node-av.ts";

/** Decodes pictures, one after the other; call `free` when done. */
export interface PictureDecoder {
  /**
   * Decode one picture and hand it to `use`; it is gone afterwards.
   *
   * @throws DecodeError if it does not decode
   */
  decode<T>(bytes: Uint8Array, name: string, use: (frame: Frame) => T): T;
  free(): void;
}

/** A decoder for JPEG, PNG, WebP and BMP, told by their first bytes. */
export function createPictureDecoder(av: NodeAv): PictureDecoder {
  const codecs = new Map<number, CodecContext>();
  const [packet, frame] = [new av.Packet(), new av.Frame()];
  frame.alloc();
  const open = (id: number): CodecContext => {
    const known = codecs.get(id);
    if (known) return known;
    const decoder = av.Codec.findDecoder(id as Parameters<typeof av.Codec.findDecoder>[0])!;
    const codec = new av.CodecContext();
    codec.allocContext3(decoder);
    codec.threadCount = 1; // more would hold pictures back
    av.FFmpegError.throwIfError(codec.open2Sync(decoder), "decoder for pictures");
    codecs.set(id, codec);
    return codec;
  };
  return {
    decode(bytes, name, use) {
      const codec = open(pictureCodec(av, bytes, name));
      packet.alloc();
      packet.data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      packet.isKeyframe = true; // else the PNG decoder adds the picture before it
      try {
        if (codec.sendPacketSync(packet) < 0 || codec.receiveFrameSync(frame) < 0 || frame.decodeErrorFlags !== 0)
          throw new DecodeError("damaged frames", `decodeClip: the picture ${name} is damaged; copy it again`);
        return use(frame);
      } finally {
        frame.unref();
        packet.free();
        codec.flushBuffers();
      }
    },
    free() {
      for (const codec of codecs.values()) codec.freeContext();
      frame.free();
    },
  };
}

function pictureCodec(av: NodeAv, bytes: Uint8Array, name: string): number {
  const head = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  const { constants } = av;
  if (head.startsWith("\xff\xd8")) return constants.AV_CODEC_ID_MJPEG;
  if (head.startsWith("\x89PNG")) return constants.AV_CODEC_ID_PNG;
  if (head.startsWith("RIFF") && head.endsWith("WEBP")) return constants.AV_CODEC_ID_WEBP;
  if (head.startsWith("BM")) return constants.AV_CODEC_ID_BMP;
  if (bytes.length === 0) throw new DecodeError("empty file", `decodeClip: the picture ${name} is empty, 0 bytes`);
  throw new DecodeError("not a video", `decodeClip: the picture ${name} is no JPEG, PNG, WebP or BMP`);
}
