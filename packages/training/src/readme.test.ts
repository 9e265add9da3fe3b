import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { runReadmeExample } from "@vivit/testing";
import { expect, it } from "vitest";
import * as training from "./index.ts";

it("the README's example runs", async () => {
  const modules = { "@tensorflow/tfjs": tf, "@vivit/training": training };
  const [[loss, norm]] = (await runReadmeExample(join(import.meta.dirname, ".."), modules)) as [
    [Float32Array, Float32Array],
  ];
  expect(loss[0]).toBeCloseTo(Math.log(3), 5); // a head of zeros
  expect(norm[0]).toBeGreaterThan(0);
});
