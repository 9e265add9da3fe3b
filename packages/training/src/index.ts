export { clipByGlobalNorm } from "./gradients/clip-by-global-norm.ts";
export { globalNorm } from "./gradients/global-norm.ts";
export { treeValueAndGradient } from "./gradients/tree-value-and-gradient.ts";
export { classificationLoss, type ScoreKind } from "./losses/classification-loss.ts";
export type { LossOptions } from "./losses/loss-options.ts";
export { multiHot } from "./losses/multi-hot.ts";
export { oneHot } from "./losses/one-hot.ts";
export { sigmoidCrossEntropy } from "./losses/sigmoid-cross-entropy.ts";
export { smoothLabels } from "./losses/smooth-labels.ts";
export { softmaxCrossEntropy } from "./losses/softmax-cross-entropy.ts";
export { type AveragePrecisions, averagePrecision, meanAveragePrecision } from "./metrics/average-precision.ts";
export { averageViews } from "./metrics/average-views.ts";
export { type Calibration, type CalibrationBin, calibration } from "./metrics/calibration.ts";
export {
  type ClassReport,
  type ConfusionMatrix,
  confusionMatrix,
  meanOfKnown,
  reportClasses,
} from "./metrics/confusion-matrix.ts";
export { fuseScores } from "./metrics/fuse-scores.ts";
export { meanCrossEntropy } from "./metrics/mean-cross-entropy.ts";
export { cutHeads, type Head, type HeadAccuracy, type HeadsReport, reportHeads } from "./metrics/report-heads.ts";
export { softmaxScores } from "./metrics/softmax-scores.ts";
export { topClasses } from "./metrics/top-classes.ts";
export { top1Hits, topKAccuracy, topKHits } from "./metrics/top-k-accuracy.ts";
export { drawMixupWeight } from "./mixup/draw-mixup-weight.ts";
export { mixup } from "./mixup/mixup.ts";
export { adam } from "./optimizers/adam.ts";
export { type AdamOptions, type AdamWOptions, adamW } from "./optimizers/adam-w.ts";
export { isKernel } from "./optimizers/is-kernel.ts";
export type { Optimizer, OptimizerState, PathPredicate, UpdateInputs } from "./optimizers/optimizer.ts";
export { type SgdMomentumOptions, sgdMomentum } from "./optimizers/sgd-momentum.ts";
export { balancedClassWeights } from "./regularization/balanced-class-weights.ts";
export { isMatrix } from "./regularization/is-matrix.ts";
export { layerRates } from "./regularization/layer-rates.ts";
export { constantRate } from "./schedules/constant-rate.ts";
export { type CosineDecayOptions, cosineDecay } from "./schedules/cosine-decay.ts";
export { type LinearDecayOptions, linearDecay } from "./schedules/linear-decay.ts";
export { linearWarmup } from "./schedules/linear-warmup.ts";
export { multiplySchedules } from "./schedules/multiply-schedules.ts";
export type { Schedule } from "./schedules/schedule.ts";
export { type StepDecayOptions, stepDecay } from "./schedules/step-decay.ts";
export {
  createTrainingStep,
  type TrainingInputs,
  type TrainingResult,
  type TrainingStepParts,
} from "./step/create-training-step.ts";
export { type InitialStateOptions, initialTrainingState, type TrainingState } from "./step/training-state.ts";
