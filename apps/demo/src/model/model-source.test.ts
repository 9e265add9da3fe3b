import { describe, expect, it } from "vitest";
import { addressOf, openSource, titleOf } from "./model-source.ts";

const base = "https://example.org/demo/";

describe("addressOf", () => {
  it.each([
    [{ kind: "bundled", name: "motions" }, "https://example.org/demo/models/motions/"],
    [{ kind: "url", url: "https://models.example/gestures" }, "https://models.example/gestures/"],
    [{ kind: "url", url: "../other/" }, "https://example.org/other/"],
    [{ kind: "hub", id: "google/vivit-b-16x2" }, "https://huggingface.co/google/vivit-b-16x2/resolve/main/"],
    [{ kind: "hub", id: " hf:me/mine@v2 " }, "https://huggingface.co/me/mine/resolve/v2/"],
  ] as const)("%o", (source, address) => expect(addressOf(source, base)).toBe(address));

  it.each([
    [{ kind: "hub", id: "no model" }, 'expected a model such as google/vivit-b-16x2-kinetics400, got "no model"'],
    [{ kind: "hub", id: "a/../../b" }, 'expected a model such as google/vivit-b-16x2-kinetics400, got "a/../../b"'],
    [{ kind: "url", url: "http://" }, 'expected the address of a folder, got "http://"'],
  ] as const)("refuses %o", (source, message) => expect(() => addressOf(source, base)).toThrow(message));
});

describe("files that were chosen", () => {
  const fileAt = (path: string) => ({ path, file: new File([path], path.split("/").at(-1)!) });
  it("are found by name, the outermost first", async () => {
    const source = { kind: "files", files: ["run/old/config.json", "run/config.json"].map(fileAt) } as const;
    const found = await openSource(source, base)("config.json");
    expect(new TextDecoder().decode(await found!.read(0, found!.size))).toBe("run/config.json");
    expect(await openSource(source, base)("model.safetensors")).toBeUndefined();
    expect(titleOf(source)).toBe("run");
  });
  it.each([
    ["/run/config.json", "run"], // dropped
    ["./config.json", "the chosen folder"],
  ])("at %s are called %s", (path, title) => {
    expect(titleOf({ kind: "files", files: [fileAt(path)] })).toBe(title);
  });
});
