export { DecodeError, type DecodeReason } from "../decode/decode-error.ts";
export type { MissingFrames } from "../decode/frame-request.ts";
export type { ResizeMethod } from "../decode/resize-method.ts";
export type { ClipProblem } from "../loader/clip-problems.ts";
export type { EvaluationBatch, EvaluationOptions } from "../loader/evaluation-batches.ts";
export { stackViews } from "../loader/stack-views.ts";
export type { Shard, TrainingBatch, TrainingOptions } from "../loader/training-batches.ts";
export type { FoundView, WholeClip } from "../loader/whole-clip.ts";
export { isVideoName, videoExtensions } from "../video-names.ts";
export { type CheckDataOptions, type CheckedClip, checkClips } from "./check/check-clips.ts";
export {
  type CheckSummary,
  cleanIndex,
  type DuplicateClips,
  type Spread,
  summarizeCheck,
  withHashes,
} from "./check/summarize-check.ts";
export type { ClipSourceOptions } from "./clip-source-options.ts";
export { type ClipLoader, type ClipLoaderOptions, createClipLoader } from "./create-clip-loader.ts";
export { type DamagedClip, type WriteDamagedOptions, writeDamaged } from "./damaged/write-damaged.ts";
export { type DecodeClipOptions, decodeClip } from "./decode-clip.ts";
export { DecodePool, type DecodePoolOptions } from "./decode-pool.ts";
export type { AugmentJob, DecodedJob, DecodeEngine, DecodeJob } from "./decode-views.ts";
export type { DiskCacheOptions } from "./disk-cache.ts";
export { type EncodeOptions, encodeClip } from "./encode-clip.ts";
export { readIndexFile, writeIndexFile } from "./index-files.ts";
export { type IndexFolderOptions, indexFolder } from "./index-folder.ts";
export { loadNodeAv, type NodeAv } from "./load-node-av.ts";
export { type LoadViewsOptions, loadViews } from "./load-views.ts";
export { type Miniature, miniatures, writeMiniatures } from "./miniatures/write-miniatures.ts";
export { type PreparedClips, type PrepareOptions, prepareClips } from "./prepare-clips.ts";
export { type OpenedData, openData } from "./sources/open-data.ts";
export { type SourceName, sourceNames } from "./sources/recognize-source.ts";
export type { MissingClip } from "./sources/source-content.ts";
export { SourceError } from "./sources/source-error.ts";
export { type StreamOptions, streamFrames } from "./stream-frames.ts";
export { type MotionsDescription, type WriteMotionsOptions, writeMotions } from "./write-motions.ts";
