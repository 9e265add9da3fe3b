import * as tf from "@tensorflow/tfjs-core";
import { hostTensor, normal, randomKey } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { trainHead } from "./train-head.ts";

describe("trainHead", () => {
  it("separates clusters, in features as they are, and leaves no tensor behind", async () => {
    const noise = normal(randomKey(3), 30 * 4);
    const labels = Array.from({ length: 30 }, (_, at) => at % 3);
    const values = noise.map(
      (value, at) => value * 0.1 + (at % 4 === labels[Math.floor(at / 4)] ? 5 : 3) * (1 + (at % 4)),
    );
    const before = tf.memory().numTensors;
    const losses: number[] = [];
    const { kernel, bias } = await trainHead(hostTensor(values, [30, 4]), labels, 3, (loss) => void losses.push(loss));
    expect(tf.memory().numTensors).toBe(before);
    expect(losses[0]).toBeCloseTo(Math.log(3), 5);
    expect(losses.at(-1)).toBeLessThan(0.1);
    const named = labels.map((_, clip) => {
      const logits = [0, 1, 2].map((label) =>
        [0, 1, 2, 3].reduce(
          (sum, at) => sum + values[clip * 4 + at]! * kernel.values[at * 3 + label]!,
          bias.values[label]!,
        ),
      );
      return logits.indexOf(Math.max(...logits));
    });
    expect(named).toEqual(labels);
  });
});
