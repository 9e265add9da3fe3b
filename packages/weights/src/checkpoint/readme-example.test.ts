import { fileURLToPath } from "node:url";
import { runReadmeExample } from "@vivit/testing";
import { expect, it } from "vitest";
import * as node from "../node/index.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

it("the README's example of reading runs", async () => {
  const file = at("../../../../tooling/fixtures/checkpoints/hf_vivit/model_bin/pytorch_model.bin");
  const said = await runReadmeExample(
    at("../.."),
    { "@vivit/weights/node": node },
    (text) => text.replace('"pytorch_model.bin"', JSON.stringify(file)),
    3,
  );
  expect(said[0]).toEqual(["hugging-face-vivit", ["space-time"], 2]);
  expect(said[1]).toEqual([40, []]);
});
