import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { runReadmeExample } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import * as native from "./node/runtime.ts";
import * as web from "./web/runtime.ts";

const folder = fileURLToPath(new URL("..", import.meta.url));

describe("the example of the README", () => {
  it.each([
    ["natively", native],
    ["in WebAssembly", web],
  ])("trains %s", async (_, runtime) => {
    const modules = { "@tensorflow/tfjs": tf, "@vivit/compile/runtime": runtime };
    const said = (await runReadmeExample(folder, modules)).map(([loss]) => loss as number);
    expect([said.length, said[0]]).toEqual([500, expect.closeTo(0.66)]);
    expect(said.at(-1)).toBeLessThan(0.02);
  });
});
