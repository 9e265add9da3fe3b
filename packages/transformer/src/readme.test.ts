import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import * as nn from "@vivit/nn";
import { runReadmeExample } from "@vivit/testing";

import { expect, it } from "vitest";
import * as transformer from "./index.ts";

it("the README's example runs", async () => {
  const modules = { "@tensorflow/tfjs": tf, "@vivit/nn": nn, "@vivit/transformer": transformer };
  expect(await runReadmeExample(join(import.meta.dirname, ".."), modules)).toEqual([
    [
      [2, 10, 64],
      [2, 10, 64],
    ],
  ]);
});
