import type { ModelConfig } from "@vivit/models";
import { type HostTensor, hostTensor } from "@vivit/nn";
import { meanCrossEntropy, softmaxScores, topClasses, topKAccuracy } from "@vivit/training";

/** Which scores belong to one head. */
export interface HeadRange {
  /** Empty where there is only one. */
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

/** Clips with their logits, and the classes that each shows: one, one of each head, or any number. */
export interface ScoredClips {
  /** [clips, classes] */
  readonly logits: HostTensor;
  readonly labels: readonly (readonly number[])[];
}

/** What was true and what was said, both as numbers of classes. */
export interface Answer {
  readonly truth: number;
  readonly predicted: number;
}

/** Loss and accuracies. With heads, top-1 asks for all of them; with several labels, for one of the clip's own. */
export interface Accuracies {
  readonly loss: number;
  readonly top1: number;
  readonly top5?: number;
  /** Top-1 of each head. */
  readonly heads?: Readonly<Record<string, number>>;
}

/** What scores tell: one class of all, one of each head, or any number of classes. */
export type ScoreKind = Pick<ModelConfig, "classes" | "classSplits" | "severalLabels">;

/** The heads of a model, in the order of its scores. */
export function headRanges({ classes, classSplits }: ScoreKind): HeadRange[] {
  let begin = 0;
  return (classSplits ?? [{ name: "", classes }]).map((head) => {
    const range = { name: head.name, begin, end: begin + head.classes };
    begin = range.end;
    return range;
  });
}

/** Accuracy of guessing: of all heads at once, or of one of as many labels as clips have on average. */
export function chanceOf(kind: ScoreKind, labels: readonly (readonly number[])[]): number {
  if (!kind.severalLabels) return headRanges(kind).reduce((chance, { begin, end }) => chance / (end - begin), 1);
  return labels.reduce((sum, own) => sum + own.length, 0) / Math.max(1, labels.length) / kind.classes;
}

/** What a model says of one clip: one answer a head, or one for each of its labels. */
export function answersOf(scores: Float32Array, labels: readonly number[], kind: ScoreKind): Answer[] {
  if (kind.severalLabels) {
    const [best] = topClasses(scores, 1);
    return labels.map((truth) => ({ truth, predicted: labels.includes(best!) ? truth : best! }));
  }
  return headRanges(kind).map(({ begin, end }, head) => ({
    truth: labels[head]!,
    predicted: begin + topClasses(scores.subarray(begin, end), 1)[0]!,
  }));
}

/** Scores of a clip as probabilities: softmax in each head, or a sigmoid each. */
export function probabilitiesOf(scores: Float32Array, kind: ScoreKind): Float32Array {
  if (kind.severalLabels) return scores.map((score) => 1 / (1 + Math.exp(-score)));
  const values = new Float32Array(scores.length);
  for (const { begin, end } of headRanges(kind))
    values.set(softmaxScores(hostTensor(scores.slice(begin, end), [1, end - begin])).values, begin);
  return values;
}

/** The scores of which these are the probabilities. */
export function logitsFrom(probabilities: Float32Array, { severalLabels }: ScoreKind): Float32Array {
  const log = (share: number) => Math.log(Math.max(share, 1e-30)); // one that underflowed stays finite, below any other
  return probabilities.map((share) => (severalLabels ? log(share) - log(1 - share) : log(share)));
}

/** The scores of one clip. */
export function rowOf({ values, shape }: HostTensor, row: number): Float32Array {
  const classes = shape[1]!;
  return (values as Float32Array).subarray(row * classes, (row + 1) * classes);
}

/** Whether every answer of a clip is right. */
export function isRight(scores: Float32Array, labels: readonly number[], kind: ScoreKind): boolean {
  const answers = answersOf(scores, labels, kind);
  return answers.length > 0 && answers.every(({ truth, predicted }) => truth === predicted);
}

/** Loss and accuracies of scored clips; top-5 where one head has more than five classes. */
export function summarize({ logits, labels }: ScoredClips, kind: ScoreKind): Accuracies {
  const right = labels.filter((own, row) => isRight(rowOf(logits, row), own, kind)).length;
  const top1 = right / labels.length;
  if (kind.severalLabels) return { loss: meanSigmoidLoss(logits, labels), top1 };
  const heads = headRanges(kind).map(({ name, begin, end }, head) => {
    const part = columns(logits, begin, end);
    const own = labels.map((of) => of[head]! - begin);
    return { name, loss: meanCrossEntropy(part, own), top1: topKAccuracy(part, own, 1), part, own };
  });
  const loss = heads.reduce((sum, head) => sum + head.loss, 0) / heads.length;
  if (kind.classSplits) return { loss, top1, heads: Object.fromEntries(heads.map((head) => [head.name, head.top1])) };
  const [{ part, own }] = heads as [(typeof heads)[number]];
  return { loss, top1, ...(kind.classes > 5 ? { top5: topKAccuracy(part, own, 5) } : {}) };
}

function columns({ values, shape }: HostTensor, begin: number, end: number): HostTensor {
  const [rows, classes] = shape as [number, number];
  if (begin === 0 && end === classes) return { dtype: "float32", shape, values };
  const part = new Float32Array(rows * (end - begin));
  for (let row = 0; row < rows; row++)
    part.set(values.subarray(row * classes + begin, row * classes + end), row * (end - begin));
  return hostTensor(part, [rows, end - begin]);
}

/** Source: Scenic `weighted_sigmoid_cross_entropy`: summed over classes, averaged over clips. */
function meanSigmoidLoss(logits: HostTensor, labels: readonly (readonly number[])[]): number {
  let sum = 0;
  for (const [row, own] of labels.entries())
    for (const [id, score] of rowOf(logits, row).entries())
      sum += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - (own.includes(id) ? score : 0);
  return sum / labels.length;
}
