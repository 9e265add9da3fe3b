import { describe, expect, it } from "vitest";
import { callSite, randomFunction } from "./call-site.ts";

const core = "/app/node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js";
const stack = `Error
    at TraceBackend.write (/app/node_modules/@vivit/compile/dist/index.js:9:1)
    at Engine.makeTensor (${core}:4853:30)
    at randomNormal_ (${core}:17505:16)
    at Object.randomNormal__op (${core}:5612:29)
    at layer (/app/node_modules/layers/index.js:1:2)
    at model (file:///app/src/model.ts:6:27)`;

describe("callSite", () => {
  it("is the first line below TensorFlow.js that is outside of node_modules", () =>
    expect(callSite(stack)).toBe("/app/src/model.ts:6:27"));
  it("is in node_modules where nothing else is", () =>
    expect(callSite(stack.split("\n").slice(0, -1).join("\n"))).toBe("/app/node_modules/layers/index.js:1:2"));
  it("understands Windows paths", () =>
    expect(
      callSite(
        "Error\n    at f (C:\\a\\node_modules\\@tensorflow\\tfjs\\x.js:1:1)\n    at g (file:///C:/a/model.ts:2:3)",
      ),
    ).toBe("/C:/a/model.ts:2:3"));
  it("is unknown where TensorFlow.js cannot be told apart", () =>
    expect([callSite("Error\n    at a (/app/bundle.js:1:1)"), callSite(undefined)]).toEqual([
      "an unknown place",
      "an unknown place",
    ]));
});

describe("randomFunction", () => {
  it("names the function that draws", () => expect(randomFunction(stack)).toBe("randomNormal"));
  it("finds none in other stacks", () => expect(randomFunction("Error\n    at add_ (/a.js:1:1)")).toBeUndefined());
});
