import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import * as training from "./index.ts";

it("the README's example runs", async () => {
  const readme = readFileSync(fileURLToPath(new URL("../README.md", import.meta.url)), "utf8");
  const example = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
  const body = example
    .replaceAll(/import \* as (\w+) from (".*?");/g, "const $1 = modules[$2];")
    .replaceAll(/import (\{.*?\}) from (".*?");/g, "const $1 = modules[$2];");
  const said: unknown[] = [];
  const console = { log: (...words: Float32Array[]) => said.push(...words.map(([value]) => value)) };
  const AsyncFunction = (async () => {}).constructor as new (
    ...text: string[]
  ) => (...values: unknown[]) => Promise<void>;
  await new AsyncFunction("modules", "console", body)({ "@tensorflow/tfjs": tf, "@vivit/training": training }, console);
  expect(said[0]).toBeCloseTo(Math.log(3), 5); // a head of zeros
  expect(said[1]).toBeGreaterThan(0);
});
