import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { runReadmeExample } from "@vivit/testing";

import { expect, it } from "vitest";
import * as nn from "./index.ts";

it("the README's example runs", async () => {
  const modules = { "@tensorflow/tfjs": tf, "@vivit/nn": nn };
  expect(await runReadmeExample(join(import.meta.dirname, ".."), modules)).toEqual([[[1, 5, 8]]]);
});
