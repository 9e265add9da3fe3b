import { expect, it } from "vitest";
import { count, counted, duration, figure, percent } from "./format.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

it("writes shares as a reader expects", () => {
  expect([0.9633, 0.1, 1, 0, 0.0025, Number.NaN].map((share) => plain(percent(share)))).toEqual([
    "96.3 %",
    "10 %",
    "100 %",
    "0 %",
    "0.25 %",
    "–",
  ]);
});

it("writes any number in a few digits", () => {
  expect([2.29834, 0, 0.000976, 1234567, 12345, 87.84].map(figure)).toEqual([
    "2.3",
    "0",
    "9.76e-4",
    "1.23e+6",
    "12,345",
    "87.8",
  ]);
  expect([undefined, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(figure)).toEqual([
    "–",
    "not a number",
    "∞",
    "−∞",
  ]);
});

it("writes counts and durations", () => {
  expect(count(488650)).toBe("488,650");
  expect([plain(counted(1, "clip")), plain(counted(2000, "clip")), plain(counted(3, "class", "classes"))]).toEqual([
    "1 clip",
    "2,000 clips",
    "3 classes",
  ]);
  expect([4.26, 42, 272.4, 7260].map((seconds) => plain(duration(seconds)))).toEqual([
    "4.3 s",
    "42 s",
    "4 min 32 s",
    "2 h 1 min",
  ]);
});
