import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { toBeAllClose, toKeepTensors } from "./matchers.ts";

expect.extend({ toBeAllClose, toKeepTensors });

tf.enableProdMode(); // silences the advice to install tfjs-node
await tf.setBackend("cpu");

// A line on the console that a test did not ask for is a failure of that test.
const spied = ["log", "info", "warn", "error", "debug"] as const;
let said: string[] = [];
beforeEach(() => {
  said = [];
  for (const method of spied)
    vi.spyOn(console, method).mockImplementation((...words) => void said.push(`${method}: ${words.join(" ")}`));
});
afterEach(() => {
  const lines = said;
  vi.restoreAllMocks();
  expect(lines, "unexpected console output").toEqual([]);
});
