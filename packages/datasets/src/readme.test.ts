import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as nn from "@vivit/nn";
import { expect, it } from "vitest";
import { temporaryFolder } from "./fixtures/video-files.ts";
import * as node from "./node/index.ts";

it("the README's example runs", { timeout: 120_000 }, async () => {
  const folder = join(temporaryFolder(), "motions");
  const readme = readFileSync(fileURLToPath(new URL("../README.md", import.meta.url)), "utf8");
  const body = /```js\n([\s\S]*?)```/
    .exec(readme)![1]!
    .replaceAll(/import (\{.*?\}) from (".*?");/g, "const $1 = modules[$2];")
    .replaceAll('"data/motions"', JSON.stringify(folder))
    .replace("{ train: 2000, val: 300 }", "{ train: 20, val: 10 }");
  const said: unknown[][] = [];
  const console = { log: (...words: unknown[]) => said.push(words) };
  const AsyncFunction = (async () => {}).constructor as new (
    ...text: string[]
  ) => (...values: unknown[]) => Promise<void>;
  await new AsyncFunction("modules", "console", body)({ "@vivit/nn": nn, "@vivit/datasets/node": node }, console);
  const [training, evaluation, end] = said;
  expect(training![0]).toEqual([16, 16, 32, 32, 3]);
  expect(evaluation).toEqual([
    Int32Array.of(20, 21, 22, 23, 24, 25, 26, 27, 28, 29, -1, -1, -1, -1, -1, -1),
    Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0),
  ]);
  expect(end![0]).toEqual([]);
});
