import { describe, expect, it } from "vitest";
import type { Contender } from "./contender.ts";
import { median, timePairs } from "./pairs.ts";

/** A contender whose runs take these seconds, the last one over and over; writes its name for each into a list. */
function contender(name: string, seconds: readonly number[], list: string[]): Contender {
  let run = 0;
  return {
    about: name,
    run: async () => {
      list.push(name);
      const at = Math.min(run++, seconds.length - 1);
      return { seconds: seconds[at]!, peakBytes: 100 + run };
    },
    dispose: async () => {},
  };
}

describe("timePairs", () => {
  it("takes one run of long work in turn, after one of each that does not count", async () => {
    const list: string[] = [];
    const { ours, peer, ratios } = await timePairs(contender("a", [90, 8, 9], list), contender("b", [99, 10], list), 2);
    expect(list.join("")).toBe("ababab");
    expect(ours.map(({ seconds }) => seconds)).toEqual([8, 9]);
    expect(peer.map(({ seconds }) => seconds)).toEqual([10, 10]);
    expect(ratios).toEqual([0.8, 0.9]);
  });

  it("takes the median of several runs of short work, and the most memory of them", async () => {
    const list: string[] = [];
    const { ours, ratios } = await timePairs(contender("a", [6, 2, 0.5, 1], list), contender("b", [10], list), 1);
    expect(list.join("")).toBe("abaaab"); // 2 + 0.5 + 1 s
    expect(ours).toEqual([{ seconds: 1, peakBytes: 104 }]);
    expect(ratios).toEqual([0.1]);
  });
});

describe("median", () => {
  it("is the value in the middle, or the mean of the two there", () =>
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]));
});
