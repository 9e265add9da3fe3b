import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import * as nn from "@vivit/nn";
import { runReadmeExample } from "@vivit/testing";

import { expect, it } from "vitest";
import * as tokenization from "./index.ts";

it("the README's example runs", async () => {
  const modules = { "@tensorflow/tfjs": tf, "@vivit/nn": nn, "@vivit/tokenization": tokenization };
  expect(await runReadmeExample(join(import.meta.dirname, ".."), modules)).toEqual([[[1, 16, 64]]]);
});
