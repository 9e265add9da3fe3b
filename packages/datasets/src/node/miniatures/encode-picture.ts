import type { FFEncoderCodec } from "node-av/constants";
import { type Clip, frameBytes } from "../../clip.ts";
import type { NodeAv } from "../load-node-av.ts";

/**
 * Encode every frame of a clip as a JPEG.
 *
 * @param clip [frames, height, width, 3], height and width even
 * @throws Error if the encoder refuses
 */
export function encodePictures(av: NodeAv, clip: Clip): Uint8Array[] {
  const encoder = av.Codec.findEncoderByName("mjpeg" as FFEncoderCodec);
  if (!encoder) throw new Error("encodePictures: node-av has no JPEG encoder");
  const [codec, packet, scaler] = [new av.CodecContext(), new av.Packet(), new av.SoftwareScaleContext()];
  const size = { width: clip.width, height: clip.height };
  codec.allocContext3(encoder);
  Object.assign(codec, { ...size, pixelFormat: av.constants.AV_PIX_FMT_YUVJ420P });
  codec.timeBase = new av.Rational(1, 25);
  codec.threadCount = 1;
  codec.setOption("q", "3");
  packet.alloc();
  scaler.allocContext();
  try {
    if (codec.open2Sync(encoder) < 0) throw new Error("encodePictures: the JPEG encoder refuses this size");
    return Array.from({ length: clip.frames }, (_, frame) => {
      const bytes = frameBytes(clip);
      const pixels = Buffer.from(clip.values.subarray(frame * bytes, (frame + 1) * bytes));
      const rgb = av.Frame.fromVideoBuffer(pixels, { ...size, format: av.constants.AV_PIX_FMT_RGB24 });
      const picture = new av.Frame();
      picture.alloc();
      Object.assign(picture, { ...size, format: codec.pixelFormat, pts: BigInt(frame) });
      picture.getBuffer(0);
      scaler.scaleFrameSync(picture, rgb);
      codec.sendFrameSync(picture);
      picture.free();
      rgb.free();
      if (codec.receivePacketSync(packet) < 0 || !packet.data)
        throw new Error(`encodePictures: frame ${frame} gave no picture`);
      const data = Uint8Array.from(packet.data);
      packet.unref();
      return data;
    });
  } finally {
    packet.free();
    scaler.freeContext();
    codec.freeContext();
  }
}
