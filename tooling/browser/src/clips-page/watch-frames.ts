/** Frames of WebCodecs that are not closed yet, and the most there ever were. */
export interface OpenFrames {
  now: number;
  most: number;
}

/** Count the frames that decoders of this page hand out, and those that are closed. */
export function watchFrames(): OpenFrames {
  const frames: OpenFrames = { now: 0, most: 0 };
  const opened = <Frame>(frame: Frame): Frame => {
    frames.now++;
    frames.most = Math.max(frames.most, frames.now);
    return frame;
  };
  const { close, clone } = VideoFrame.prototype;
  VideoFrame.prototype.close = function () {
    if (this.format !== null) frames.now--; // the second time has no effect
    close.call(this);
  };
  VideoFrame.prototype.clone = function () {
    return opened(clone.call(this));
  };
  globalThis.VideoDecoder = class extends VideoDecoder {
    constructor({ output, error }: VideoDecoderInit) {
      super({ output: (frame) => output(opened(frame)), error });
    }
  };
  globalThis.VideoFrame = new Proxy(VideoFrame, {
    construct: (target, words) => opened(Reflect.construct(target, words)),
  });
  return frames;
}
