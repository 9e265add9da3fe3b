import { type HostTensor, hostTensor, ShapeError, sizes } from "@vivit/nn";
import { meanCrossEntropy } from "./mean-cross-entropy.ts";
import { rows } from "./rows.ts";
import { softmaxScores } from "./softmax-scores.ts";
import { comesBefore, topClasses } from "./top-classes.ts";
import { topKAccuracy } from "./top-k-accuracy.ts";

/** One of several heads in one row of scores, such as EPIC-KITCHENS' noun or verb. */
export interface Head {
  readonly name: string;
  readonly classes: number;
}

/** Accuracies of one head, or of all heads together, in [0, 1]. */
export interface HeadAccuracy {
  /** Names joined by `-` for all together. */
  readonly name: string;
  readonly top1: number;
  /** Absent with five classes or fewer. */
  readonly top5?: number;
}

/** What several heads know. */
export interface HeadsReport {
  readonly heads: readonly (HeadAccuracy & { readonly loss: number })[];
  /** All heads right at once (EPIC-KITCHENS: the action), by the product of their probabilities. */
  readonly joint: HeadAccuracy;
  /** Mean of the heads' losses, without smoothing. */
  readonly loss: number;
}

/**
 * Measure every head, and all of them together.
 *
 * The five largest products are found among the five best classes of each head, so 29,100 pairs are never written out.
 *
 * @param logits [examples, classes of all heads]
 * @param labels [examples][heads]: the number of the class within its head
 * @param heads in the order of the logits
 * @param mask [examples]: 0 for padded examples that do not count
 * @throws ShapeError if heads, labels and logits do not fit together
 * Source: Scenic `vivit_multihead_classification`: softmax each head, outer product, argmax.
 */
export function reportHeads(
  logits: HostTensor,
  labels: readonly (readonly number[])[],
  heads: readonly Head[],
  mask?: ArrayLike<number>,
): HeadsReport {
  const parts = cutHeads(logits, heads);
  if (labels.length !== logits.shape[0] || labels.some((own) => own.length !== heads.length))
    throw new ShapeError(
      `reportHeads: expected [${logits.shape[0]}][${heads.length}] labels, got ${labels.length} rows of ${[...new Set(labels.map((own) => own.length))].join(" or ")}`,
    );
  const reports = heads.map(({ name }, at) => {
    const own = labels.map((row) => row[at]!);
    const loss = meanCrossEntropy(parts[at]!, own, mask);
    return { ...accuracies(name, heads[at]!.classes, (k) => topKAccuracy(parts[at]!, own, k, mask)), loss };
  });
  const probabilities = parts.map((part) => rows(softmaxScores(part), "reportHeads: logits"));
  const pairs = heads.reduce((product, { classes }) => product * classes, 1);
  const hits = (k: number) => labels.map((row, example) => isAmongBest(probabilities, example, row, k));
  const joint = accuracies(heads.map(({ name }) => name).join("-"), pairs, (k) => share(hits(k), mask));
  return { heads: reports, joint, loss: reports.reduce((sum, { loss }) => sum + loss, 0) / heads.length };
}

/**
 * Cut scores into those of each head.
 *
 * @returns for each head [examples, its classes]
 * @throws ShapeError if the heads do not make up the classes
 */
export function cutHeads(scores: HostTensor, heads: readonly Head[]): HostTensor[] {
  const { examples, classes } = sizes(scores, "examples classes", "cutHeads: scores");
  const sum = heads.reduce((total, head) => total + head.classes, 0);
  if (sum !== classes) throw new ShapeError(`cutHeads: expected heads of ${classes} classes together, got ${sum}`);
  let begin = 0;
  return heads.map((head) => {
    const values = new Float32Array(examples * head.classes);
    for (let row = 0; row < examples; row++) {
      const from = row * classes + begin;
      values.set(scores.values.subarray(from, from + head.classes) as Float32Array, row * head.classes);
    }
    begin += head.classes;
    return hostTensor(values, [examples, head.classes]);
  });
}

function accuracies(name: string, classes: number, accuracy: (k: number) => number): HeadAccuracy {
  return { name, top1: accuracy(1), ...(classes > 5 ? { top5: accuracy(5) } : {}) };
}

/** Whether the true combination is among the k largest products; ties go to the lower combination, first head first. */
function isAmongBest(
  probabilities: readonly (readonly ArrayLike<number>[])[],
  example: number,
  label: readonly number[],
  k: number,
): boolean {
  let best: { classes: number[]; score: number }[] = [{ classes: [], score: 1 }];
  for (const head of probabilities) {
    const row = head[example]!;
    const next = best.flatMap(({ classes, score }) =>
      topClasses(row, k)
        .sort((a, b) => a - b)
        .map((id) => ({ classes: [...classes, id], score: Math.fround(score * row[id]!) })),
    );
    const scores = next.map(({ score }) => score);
    best = [...next.keys()]
      .sort((a, b) => (comesBefore(scores, a, b) ? -1 : 1))
      .slice(0, k)
      .sort((a, b) => a - b)
      .map((at) => next[at]!);
  }
  return best.some(({ classes }) => classes.every((id, head) => id === label[head]));
}

function share(hits: readonly boolean[], mask?: ArrayLike<number>): number {
  let [sum, count] = [0, 0];
  for (const [example, hit] of hits.entries()) {
    const weight = mask?.[example] ?? 1;
    sum += weight * Number(hit);
    count += weight;
  }
  return sum / count;
}
