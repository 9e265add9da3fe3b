import { ShapeError } from "@vivit/nn";

/** @throws ShapeError if there are not as many labels as examples or a label is no class */
export function checkLabels(labels: ArrayLike<number>, examples: number, classes: number, caller: string): void {
  if (labels.length !== examples) throw new ShapeError(`${caller}: expected ${examples} labels, got ${labels.length}`);
  for (let example = 0; example < examples; example++) {
    const label = labels[example]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new ShapeError(
        `${caller}: expected labels in [0, ${classes}), got ${label} for example ${example}; check the number of classes`,
      );
  }
}
