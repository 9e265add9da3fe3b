import { hostTensor } from "@vivit/nn";
import { averageViews, softmaxScores } from "@vivit/training";
import { framesToKeep, windowOffsets } from "../clip/clip-windows.ts";
import { decodeVideo } from "../clip/decode-video.ts";
import type { DecodedVideo, VideoSource } from "../clip/decoded-video.ts";
import { modelInput } from "../clip/model-input.ts";
import type { Session } from "../worker/session.ts";
import type { ClassifiedVideo, ScoredWindow } from "./classified-video.ts";
import { Stopwatch } from "./stopwatch.ts";

/** Told how far a stage is, from 0 to 1. */
export type OnProgress = (stage: string, share: number) => void;

/** Decode a video and say what it shows, window by window. */
export async function classifySource(
  session: Session,
  source: VideoSource,
  onProgress?: OnProgress,
): Promise<ClassifiedVideo> {
  const watch = new Stopwatch();
  const video = await watch.time("Decode", () => decodeFor(session, source, onProgress));
  return classifyVideo(session, video, watch, onProgress);
}

/** Decode the frames that the session's model wants. */
export function decodeFor(session: Session, source: VideoSource, onProgress?: OnProgress): Promise<DecodedVideo> {
  const { preprocessing } = session.model;
  return decodeVideo(source, {
    shortSide: preprocessing.shortSide,
    choose: (total) => framesToKeep(total, preprocessing),
    onProgress: (decoded, total) => {
      if (decoded % 25 === 0) onProgress?.("Decode", decoded / total);
    },
  });
}

/** Say what a decoded video shows. */
export async function classifyVideo(
  session: Session,
  video: DecodedVideo,
  watch: Stopwatch,
  onProgress?: OnProgress,
): Promise<ClassifiedVideo> {
  const { preprocessing, labels } = session.model;
  await watch.time("Prepare model", () => session.prepare());
  const logits: Float32Array[] = [];
  const offsets = windowOffsets(video.total, preprocessing);
  for (const [at, offset] of offsets.entries()) {
    const input = await watch.time("Cut and scale", () => modelInput(video, offset, preprocessing));
    logits.push(await watch.time("Model", () => session.classify(input)));
    onProgress?.("Model", (at + 1) / offsets.length);
  }
  const mean = meanOf(logits);
  const { frameRate, total, name, preview } = video;
  return {
    id: session.keep(video),
    name,
    labels,
    logits: [...mean],
    scores: softmax(mean),
    windows: offsets.map((offset, at) => windowOf(video, offset, preprocessing, logits[at]!)),
    seconds: total / frameRate,
    frames: total,
    frameRate,
    preview,
    stages: watch.stages,
    runtime: session.runtimeName,
    remarks: remarksOf(video, preprocessing),
  };
}

function windowOf(
  { frameRate, total }: DecodedVideo,
  offset: number,
  { frames, stride }: { frames: number; stride: number },
  logits: Float32Array,
): ScoredWindow {
  const end = Math.min(total, offset + frames * stride);
  return { begin: offset / frameRate, end: end / frameRate, scores: softmax(logits) };
}

function remarksOf({ total, name }: DecodedVideo, { frames, stride }: { frames: number; stride: number }): string[] {
  const span = (frames - 1) * stride + 1;
  if (total >= span) return [];
  return [`${name} has ${total} frames and the model sees ${span}: it is played again from its beginning.`];
}

function meanOf(logits: readonly Float32Array[]): Float32Array {
  const classes = logits[0]!.length;
  const values = new Float32Array(logits.length * classes);
  for (const [at, row] of logits.entries()) values.set(row, at * classes);
  return averageViews(hostTensor(values, [1, logits.length, classes])).values as Float32Array;
}

/** Probabilities of logits. */
export function softmax(logits: Float32Array): number[] {
  return [...softmaxScores(hostTensor(logits, [1, logits.length])).values];
}
