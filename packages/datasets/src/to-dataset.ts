import type { HostTensor } from "@vivit/nn";

/** The part of TensorFlow.js that a dataset is made with: pass `tf` of `@tensorflow/tfjs`. */
export interface DatasetMaker<Dataset, Tensor> {
  readonly data: { generator(generator: () => AsyncGenerator<{ xs: Tensor; ys: Tensor }>): Dataset };
  tensor(values: HostTensor["values"], shape: number[], dtype: "float32" | "int32"): Tensor;
}

/**
 * Batches as a `tf.data.Dataset` of `{ xs, ys }`, for `model.fitDataset` and its kin.
 *
 * The dataset owns nothing that is not read, and whoever reads it disposes the tensors, as `fitDataset` does.
 *
 * @param tf `@tensorflow/tfjs`
 * @param batches called for each pass over the dataset, such as `() => loader.trainingBatches({ epoch: epoch++, … })`
 * @returns xs float32 [batch, frames, height, width, 3] in [-1, 1], ys int32 [batch]
 */
export function toDataset<Dataset, Tensor>(
  tf: DatasetMaker<Dataset, Tensor>,
  batches: () => AsyncIterable<{ readonly video: HostTensor; readonly labels: HostTensor }>,
): Dataset {
  const tensor = ({ values, shape, dtype }: HostTensor) => tf.tensor(values, [...shape], dtype as "float32" | "int32");
  return tf.data.generator(async function* () {
    for await (const { video, labels } of batches()) yield { xs: tensor(video), ys: tensor(labels) };
  });
}
