import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { liveTraining } from "./live-training.ts";

/** A terminal of some size that remembers what was written. */
function openTerminal(columns: number, rows: number) {
  const written: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      written.push(text);
      done();
    },
  });
  const terminal = Object.assign(stream, { isTTY: true, columns, rows }) as unknown as NodeJS.WriteStream;
  /** What was written since the last look, without the codes that move the cursor. */
  const look = () => stripVTControlCharacters(written.splice(0).join(""));
  return { terminal, look };
}

const step = (at: number) => ({
  step: at,
  epoch: 1,
  loss: 2 / at,
  learningRate: 1e-3,
  gradientNorm: 1,
  clipsPerSecond: 50,
  waitingShare: 0,
});
const epoch = { epoch: 1, trainingLoss: 1, validationLoss: 1.5, top1: 0.5, clipsPerSecond: 50, waitingShare: 0 };
const describeEpoch = ({ epoch: number }: { readonly epoch: number }) => `epoch ${number} has ended`;

describe("liveTraining", () => {
  it("keeps a picture below the lines of epochs, fits it to the window, says that a signal was heard, and leaves", () => {
    const { terminal, look } = openTerminal(100, 30);
    const shown = liveTraining(terminal, 2, describeEpoch);
    for (let at = 1; at <= 10; at++) shown.step(step(at), 10);
    shown.epoch(epoch);
    const lines = look().split("\n");
    expect(lines[0]).toBe("epoch 1 has ended");
    expect(lines[1]).toBe("training loss");
    expect(lines.at(-2)).toBe("Ctrl-C saves and stops");

    Object.assign(terminal, { columns: 30, rows: 10 });
    terminal.emit("resize");
    const small = look().trimEnd().split("\n");
    expect(small[0]).toMatch(/^epoch 1\/2 /); // no room for the chart
    expect(Math.max(...small.map((line) => [...line].length))).toBeLessThan(30);

    Object.assign(terminal, { columns: 0, rows: 0 }); // a terminal that does not say
    shown.signal("SIGTERM");
    expect(look()).toContain("SIGTERM: saving after this step; once more ends at once");

    shown.stop();
    look();
    terminal.emit("resize");
    expect(terminal.listenerCount("resize")).toBe(0);
    expect(look()).toBe("");
  });
});
