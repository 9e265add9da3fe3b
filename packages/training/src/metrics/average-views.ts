import { type HostTensor, hostTensor, sizes } from "@vivit/nn";

/**
 * Average the scores of the views of each clip; metrics come after it.
 *
 * @param scores [clips, views, classes]: logits as the reference does, or probabilities
 * @returns [clips, classes]
 * @throws ShapeError if the scores have another rank
 * Source: ViViT section 4.1, "multiple views"; Scenic averages raw logits.
 */
export function averageViews(scores: HostTensor): HostTensor {
  const { clips, views, classes } = sizes(scores, "clips views classes", "averageViews: scores");
  const means = new Float32Array(clips * classes);
  for (let clip = 0; clip < clips; clip++)
    for (let name = 0; name < classes; name++) {
      let sum = 0;
      for (let view = 0; view < views; view++) sum += scores.values[(clip * views + view) * classes + name]!;
      means[clip * classes + name] = sum / views;
    }
  return hostTensor(means, [clips, classes]);
}
