import { expose, wrap } from "comlink";
import { describe, expect, it } from "vitest";
import { giveAway } from "./hand-over.ts";

describe("giveAway", () => {
  it("moves every buffer of a tree once, and what is shared stays shared", async () => {
    const buffer = new ArrayBuffer(8);
    const pixels = new Uint8Array(buffer, 4);
    const work = { videos: [[1, { pixels }]], base: { kernel: new Uint8Array(buffer, 0, 4) }, model: undefined };
    const { port1, port2 } = new MessageChannel();
    expose({ give: () => giveAway(work) }, port1);
    const taken = await wrap<{ give(): typeof work }>(port2).give();
    expect((taken.videos[0]![1] as { pixels: Uint8Array }).pixels.buffer).toBe(taken.base.kernel.buffer);
    expect([buffer.byteLength, taken.base.kernel.byteLength]).toEqual([0, 4]);
    port1.close();
    port2.close();
  });
});
