import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import * as nn from "@vivit/nn";
import { runReadmeExample } from "@vivit/testing";

import { expect, it } from "vitest";
import * as models from "./index.ts";

it("the README's example runs", async () => {
  const modules = { "@tensorflow/tfjs": tf, "@vivit/models": models, "@vivit/nn": nn };
  expect(await runReadmeExample(join(import.meta.dirname, ".."), modules)).toEqual([
    ["vivit-b-16x2", [1, 5], 88_954_000],
    ["vivit-b-16x2-fsa", [1, 5], 117_319_312],
    ["vivit-b-16x2-fdp", [1, 5], 88_952_464],
  ]);
});
