import { useEffect, useRef, useState } from "preact/hooks";
import type { Preview } from "../clip/decoded-video.ts";
import { html } from "./html.ts";

interface ClipPlayerProps {
  readonly preview: Preview;
  readonly frameRate: number;
  /** Frames of the video. */
  readonly total: number;
  readonly label: string;
  /** It stands still where nobody sees it. */
  readonly isShown: boolean;
  readonly onSecond?: (second: number) => void;
}

/** Plays decoded frames on a canvas: a video element could not under a strict policy, nor show exactly what was decoded. */
export function ClipPlayer({ preview, frameRate, total, label, isShown, onSecond }: ClipPlayerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const seconds = total / frameRate;
  const { at, playing, setPlaying, seek } = usePlayback(seconds, preview, isShown);
  useEffect(() => {
    const index = preview.numbers.findLastIndex((number) => number <= at * frameRate);
    drawFrame(canvas.current!, preview, Math.max(0, index));
    onSecond?.(at);
  }, [at, preview]);
  return html`
    <figure class="player">
      <canvas ref=${canvas} width=${preview.width} height=${preview.height} role="img" aria-label=${`The clip ${label}`}></canvas>
      <div class="row">
        <button type="button" onClick=${() => setPlaying(!playing)}>${playing ? "Pause" : "Play"}</button>
        <input type="range" min="0" max=${seconds} step="0.01" value=${at} aria-label="Position" onInput=${(
          event: Event,
        ) => seek(Number((event.currentTarget as HTMLInputElement).value))} />
      </div>
    </figure>
  `;
}

/** Draw one of several frames that lie behind one another. */
export function drawFrame(
  canvas: HTMLCanvasElement,
  { width, height, pixels }: Pick<Preview, "width" | "height" | "pixels">,
  index: number,
): void {
  const bytes = width * height * 4;
  const frame = pixels.subarray(index * bytes, (index + 1) * bytes);
  if (frame.length === bytes) drawingContext(canvas).putImageData(new ImageData(frame, width, height), 0, 0);
}

/** A canvas that is drawn from memory stays in memory: to bring each picture to the graphics device would hold up the page. */
export function drawingContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  return canvas.getContext("2d", { willReadFrequently: true })!;
}

/** A position in seconds that moves with the clock while it is shown, and starts over; it stands still for those who want less motion. */
export function usePlayback(seconds: number, subject: unknown, isShown: boolean) {
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  const position = useRef(0);
  const seek = (second: number) => {
    position.current = second;
    setAt(second);
  };
  useEffect(() => seek(0), [subject]);
  useEffect(() => {
    if (!playing || !isShown) return;
    let last = performance.now();
    let request = requestAnimationFrame(function move(now) {
      if (now - last >= 40) {
        position.current = (position.current + (now - last) / 1000) % seconds;
        last = now;
        setAt(position.current);
      }
      request = requestAnimationFrame(move);
    });
    return () => cancelAnimationFrame(request);
  }, [playing, seconds, isShown]);
  return { at, playing, setPlaying, seek };
}
