import { describe, expect, it } from "vitest";
import { lendResult, takeResult } from "./lend-result.ts";
import { canShareMemory, openMemoryOf, openOwnMemory } from "./shared-memory.ts";

describe.skipIf(!canShareMemory())("pixels handed over in memory", () => {
  const views = [Uint8Array.of(1, 2, 3), Uint8Array.of(), Uint8Array.of(250, 251)];

  it("arrive as they were, views and whole clips, again and again", () => {
    const own = openOwnMemory()!;
    const reader = openMemoryOf(process.pid, own.file)!;
    const clip = { frames: 1, height: 1, width: 1, frameRate: 25, values: Uint8Array.of(7, 8, 9) };
    for (let round = 0; round < 3; round++) {
      own.reset();
      const [first, second] = [
        lendResult(own, { views, written: 5 }),
        lendResult(own, { whole: { clip, places: Int32Array.of(0) } }),
      ];
      expect("lent" in first && "lent" in second).toBe(true);
      expect(takeResult(reader, first)).toEqual({ views, written: 5 });
      expect(takeResult(reader, second)).toEqual({ whole: { clip, places: Int32Array.of(0) } });
    }
    reader.close();
    own.close();
  });

  it("stay in the answer where they do not fit, and are missed where they cannot be read", () => {
    const own = openOwnMemory()!;
    const large = new Uint8Array(2 ** 27 - 2);
    expect(own.lend(large)).toEqual({ offset: 0, length: large.length });
    expect(lendResult(own, { views })).toEqual({ views });
    own.reset();
    const lent = lendResult(own, { views });
    expect(() => takeResult(undefined, lent)).toThrow(
      "takeResult: expected the memory of the decoding process, got none",
    );
    own.close();
    expect(openMemoryOf(process.pid, 1e6)).toBeUndefined();
  });
});
