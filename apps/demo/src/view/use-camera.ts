import { useEffect, useRef, useState } from "preact/hooks";

/** Longest side of the pictures taken, in pixels: no model here sees more. */
const mostPixels = 320;

/** A camera: its stream on a video element, and pictures of it. */
export interface Camera {
  readonly isOpen: boolean;
  readonly attach: { current: HTMLVideoElement | null };
  /** @throws DOMException if there is none, or it may not be used */
  open(): Promise<void>;
  close(): void;
  takePicture(): Promise<ImageBitmap>;
}

/** Use a camera of the device. */
export function useCamera(): Camera {
  const attach = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream | undefined>(undefined);
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    for (const track of stream.current?.getTracks() ?? []) track.stop();
    stream.current = undefined;
    setOpen(false);
  };
  useEffect(() => close, []);
  useEffect(() => {
    if (isOpen) attach.current!.srcObject = stream.current!;
  }, [isOpen]);
  return {
    isOpen,
    attach,
    close,
    async open() {
      if (!navigator.mediaDevices) throw new DOMException("no camera", "NotFoundError"); // pages without HTTPS have none
      stream.current = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 } } });
      stream.current.getVideoTracks()[0]?.addEventListener("ended", close);
      setOpen(true);
    },
    async takePicture() {
      const video = attach.current!;
      if (video.readyState < 2)
        await new Promise((resolve) => video.addEventListener("loadeddata", resolve, { once: true }));
      return pictureOf(video);
    },
  } as Camera;
}

/** What a video shows now, made smaller. By way of a canvas: without a graphics device, Chromium makes no other picture of a video. */
function pictureOf(video: HTMLVideoElement): ImageBitmap {
  const { videoWidth: width, videoHeight: height } = video;
  const scale = Math.min(1, mostPixels / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  canvas.getContext("2d")!.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas.transferToImageBitmap();
}

/** Wait, in milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
