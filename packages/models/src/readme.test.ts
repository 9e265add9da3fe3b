import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import * as nn from "@vivit/nn";
import { runReadmeExample } from "@vivit/testing";

import { expect, it } from "vitest";
import * as models from "./index.ts";

it("the README's example runs", async () => {
  const modules = { "@tensorflow/tfjs": tf, "@vivit/models": models, "@vivit/nn": nn };
  const alike = [Array(4).fill(0.25)];
  expect(await runReadmeExample(join(import.meta.dirname, ".."), modules)).toEqual([
    ["space-time", 67_044, alike],
    ["factorized-encoder", 101_092, alike],
    ["factorized-self-attention", 75_556, alike],
    ["factorized-dot-product-attention", 66_980, alike],
    ["average-pool-baseline", 66_660, alike],
  ]);
});
