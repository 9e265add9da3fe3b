import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runReadmeExample } from "@vivit/testing";
import { expect, it } from "vitest";
import * as weights from "./index.ts";
import * as node from "./node/index.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

it("the README's example runs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vivit-readme-"));
  try {
    const model = at("../../../tooling/fixtures/checkpoints/hf_vivit/model/model.safetensors");
    const scenic = weights.toScenic(weights.fromHuggingFace(weights.readSafetensors(readFileSync(model)).tensors), 4);
    writeFileSync(join(folder, "scenic.safetensors"), weights.writeSafetensors(scenic));
    const modules = { "@vivit/weights": weights, "@vivit/weights/node": node };
    await runReadmeExample(at(".."), modules, (text) =>
      text.replaceAll(/"(\w+\.safetensors)"/g, (_, name) => JSON.stringify(join(folder, name))),
    );
    expect(Buffer.compare(readFileSync(join(folder, "model.safetensors")), readFileSync(model))).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
