import { describe, expect, it } from "vitest";
import { normalValues, ones } from "./initializers.ts";
import { initializeTree, parameter } from "./parameter-spec.ts";
import { randomKey } from "./random-key.ts";

describe("initializeTree", () => {
  const kernel = parameter([2, 3], normalValues(1));
  const key = randomKey(5);
  it("gives every parameter its shape and first values", () => {
    const { scale, blocks } = initializeTree({ scale: parameter([2], ones), blocks: [{ kernel }] }, key);
    expect([...scale.values]).toEqual([1, 1]);
    expect(blocks[0]!.kernel.shape).toEqual([2, 3]);
  });
  it("draws each from its path: others do not matter, equal shapes differ", () => {
    const alone = initializeTree({ head: { kernel } }, key);
    const among = initializeTree({ embedding: { kernel }, head: { kernel } }, key);
    expect(among.head).toEqual(alone.head);
    expect(among.head).not.toEqual(among.embedding);
  });
});
