import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { loadRuntime } from "./load-runtime.ts";

describe("loadRuntime", () => {
  it("loads what is there", async () => {
    expect(await loadRuntime("node:path", () => import("node:path"))).toHaveProperty("join");
  });

  it("says how to install what is not", async () => {
    const name = "onnxruntime-elsewhere";
    await expect(loadRuntime(name, () => runNode(name))).rejects.toThrow(
      new Error(
        "compile: expected onnxruntime-elsewhere to be installed, got none; run npm install onnxruntime-elsewhere@1.30.0",
      ),
    );
  });

  it("leaves other failures as they are", async () => {
    await expect(loadRuntime("onnxruntime-node", () => runNode("something-else"))).rejects.toThrow("something-else");
  });
});

/** Node's own way to load, which the test runner does not replace. */
async function runNode(name: string): Promise<unknown> {
  return createRequire(import.meta.url)(name);
}
