import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as models from "@vivit/models";
import * as nn from "@vivit/nn";
import { runReadmeExample } from "@vivit/testing";
import { expect, it } from "vitest";
import * as weights from "../index.ts";
import * as node from "../node/index.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const config: models.ModelConfig = {
  variant: "factorized-encoder",
  clip: { frames: 4, height: 16, width: 16 },
  channels: 3,
  tubelet: { frames: 2, height: 4, width: 4 },
  encoder: { dim: 16, depth: 2, heads: 2, mlpDim: 24 },
  temporalEncoder: { dim: 16, depth: 1, heads: 2, mlpDim: 24 },
  pool: "token",
  classes: 7,
};

it("the README's example of a video model that begins with an image model runs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vivit-readme-"));
  try {
    const fixture = at("../../../../tooling/fixtures/init/factorized_encoder/tensors.safetensors");
    const { tensors } = weights.readSafetensors(readFileSync(fixture));
    const source = [...tensors].filter(([name]) => name.startsWith("source/"));
    const image = new Map(source.map(([name, tensor]) => [name.slice("source/".length), tensor]));
    writeFileSync(join(folder, "image-vit.safetensors"), weights.writeSafetensors(image));
    const modules = {
      "@vivit/models": { ...models, presets: { "vivit-b-16x2-fe": config } },
      "@vivit/nn": nn,
      "@vivit/weights": weights,
      "@vivit/weights/node": node,
    };
    const rewrite = (text: string) =>
      text.replace(/"([\w-]+\.safetensors)"/, (_, name) => JSON.stringify(join(folder, name)));
    const said = await runReadmeExample(at("../.."), modules, rewrite, 2);
    expect(said).toEqual([
      [
        [
          "inflated, image kernel at frame 1 of 2, zeros elsewhere: embedding.kernel",
          "copied, the same name: embedding.bias",
          "copied, the source's classToken: spatial.classToken",
          "copied, the same grid: spatial.positions",
          "copied, the source's encoder: spatial.encoder",
          "fresh, the source has no temporal encoder: temporal",
          "fresh, the head is not restored: head",
          "left over, the head is not restored: head",
        ].join("\n"),
      ],
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
