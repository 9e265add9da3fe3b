import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

describe("@vivit/compile/runtime", () => {
  it("is the native runtime here", async () => {
    const { compile } = await import("./node/runtime.ts");
    const native = await import("./node/compile.ts");
    expect(compile).toBe(native.compile);
  });

  it("is the web runtime for the condition browser, which comes first", () => {
    const { exports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(Object.keys(exports["./runtime"])).toEqual(["browser", "@vivit/source", "types", "default"]);
    expect(exports["./runtime"].browser["@vivit/source"]).toBe("./src/web/runtime.ts");
  });

  it("imports no other runtime's package", () => {
    const imported = (folder: string, name: string) =>
      readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
        .filter((file) => readFileSync(new URL(`${folder}/${file}`, import.meta.url), "utf8").includes(name));
    expect(imported("./web", '"onnxruntime-node')).toEqual([]);
    expect(imported("./node", '"onnxruntime-web')).toEqual([]);
  });
});
