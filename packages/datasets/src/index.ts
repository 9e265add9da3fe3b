export { applyAugmentation } from "./augment/apply-augmentation.ts";
export type { Augmentation, DrawnAugmentation } from "./augment/augmentation.ts";
export { drawAugmentation } from "./augment/draw-augmentation.ts";
export { type Clip, clipOf } from "./clip.ts";
export {
  type ClipEntry,
  type ClipIndex,
  type ClipPart,
  clipName,
  type Head,
  labelShape,
  labelsPerClip,
  type PicturesPart,
  type RecordPart,
  type Split,
  type TimePart,
} from "./clip-index.ts";
export {
  cutView,
  type EvaluationView,
  evaluationViews,
  makeView,
  type PlacedView,
  placeView,
  type TrainingView,
  type View,
  type ViewShape,
} from "./clip-view.ts";
export { type Corner, centerCorner, cropClip, randomCorner, threeCorners } from "./crop-clip.ts";
export { flipClip } from "./flip-clip.ts";
export type { BatchLoader } from "./loader/batch-loader.ts";
export type { EvaluationBatch, EvaluationOptions } from "./loader/evaluation-batches.ts";
export type { Shard, TrainingBatch, TrainingOptions } from "./loader/training-batches.ts";
export { drawMotion, type MotionSpec } from "./motions/draw-motion.ts";
export { drawStill, type Still, stillClasses } from "./motions/draw-still.ts";
export {
  type MotionClass,
  type MotionLevel,
  motionClasses,
  motionFrameRate,
  motionFrames,
  type UnseenMotion,
  unseenMotions,
} from "./motions/motion-classes.ts";
export { type ImageProcessorSettings, processFrames } from "./process-frames.ts";
export { decodeSequenceExample, encodeSequenceExample, type SequenceExample } from "./records/sequence-example.ts";
export { resizeClip, resizeShortSide } from "./resize-clip.ts";
export { resizeClipAsPillow, resizeShortSideAsPillow } from "./resize-pillow.ts";
export { frameIndices, middleOffset, type Span, spacedOffsets, trainingOffsets } from "./sample-frames.ts";
export { scaleValues } from "./scale-values.ts";
export {
  resampleFrames,
  type StreamWindow,
  slidingWindows,
  type TimedFrame,
  type WindowOptions,
} from "./sliding-windows.ts";
export { type DatasetMaker, toDataset } from "./to-dataset.ts";
