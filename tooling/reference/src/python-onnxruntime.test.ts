import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as tf from "@tensorflow/tfjs-core";
import { compile } from "@vivit/compile/node";
import { applyModel, initializeParameters, type ModelConfig, type ModelParams, variants } from "@vivit/models";
import { hostTensor, normal, randomKey } from "@vivit/nn";
import { describe, expect, it } from "vitest";

/** A Python with onnxruntime; `.ci/run` makes one. */
const python = process.env.VIVIT_PYTHON;
const script = fileURLToPath(new URL("../python/run_onnx.py", import.meta.url));

const encoder = { dim: 16, depth: 2, heads: 2, mlpDim: 32 };
const shape = [2, 4, 16, 16, 3];
const video = hostTensor(normal(randomKey(3), 2 * 4 * 16 * 16 * 3), shape);

function configOf(variant: ModelConfig["variant"]): ModelConfig {
  return {
    variant,
    clip: { frames: 4, height: 16, width: 16 },
    channels: 3,
    tubelet: { frames: 2, height: 8, width: 8 },
    encoder,
    ...(variant === "factorized-encoder" && { temporalEncoder: encoder }),
    pool: /self-attention|dot-product/.test(variant) ? "gap" : "token",
    classes: 5,
  };
}

/** The model as a file with its weights, and the logits that it has here. */
async function exportModel(variant: ModelConfig["variant"], file: string): Promise<Float32Array> {
  const config = configOf(variant);
  const params = initializeParameters(config, randomKey(1));
  const classify = (inputs: { video: tf.Tensor; params: unknown }) => ({
    logits: applyModel(inputs.video as tf.Tensor5D, inputs.params as ModelParams, config),
  });
  const program = await compile(classify as never, { video, params }, { freeze: "params" as never });
  writeFileSync(file, program.toOnnx());
  const { logits } = (await program.run({ video } as never)) as unknown as { logits: { values: Float32Array } };
  await program.dispose();
  return logits.values;
}

describe.skipIf(!python)("in Python's onnxruntime", () => {
  it.each(Object.keys(variants) as ModelConfig["variant"][])(
    "the exported file of %s gives the same logits",
    async (variant) => {
      const folder = mkdtempSync(join(tmpdir(), "vivit-onnx-"));
      const [model, input] = [join(folder, "model.onnx"), join(folder, "video.f32")];
      const expected = await exportModel(variant, model);
      writeFileSync(input, video.values);
      const said = execFileSync(python!, [script], {
        input: `${JSON.stringify({ model, input, shape })}\n`,
        encoding: "utf8",
      });
      const logits = JSON.parse(said) as number[];
      expect(logits).toHaveLength(10);
      for (const [place, value] of logits.entries()) expect(Math.abs(value - expected[place]!)).toBeLessThan(1e-5);
      rmSync(folder, { recursive: true });
    },
    60_000,
  );
});
