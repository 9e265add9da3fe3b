import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import type { HostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { compile } from "./node/compile.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const [, example = ""] = /```ts\n(.*?)```/s.exec(readme) ?? [];

describe("the example of the README", () => {
  it("is at most 15 lines long", () => expect(example.trim().split("\n").length).toBeLessThanOrEqual(15));

  it("trains", async () => {
    const [imports, body] = [/^import .*$/gm, example.replace(/^import .*$/gm, "")] as const;
    expect(example.match(imports)).toEqual([
      'import * as tf from "@tensorflow/tfjs";',
      'import { compile } from "@vivit/compile/node";',
    ]);
    const AsyncFunction = (async () => {}).constructor as new (...words: string[]) => (...values: unknown[]) => unknown;
    const run = new AsyncFunction("tf", "compile", `${body}; return { loss, trained };`);
    const { loss, trained } = (await run(tf, compile)) as { loss: HostTensor; trained: { w: HostTensor } };
    expect(trained.w.shape).toEqual([2, 1]);
    expect(loss.values[0]).toBeLessThan(0.3);
  });
});
