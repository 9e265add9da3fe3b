import { expect, it } from "vitest";
import { explain } from "./explain.ts";
import { bytes, count } from "./numbers.ts";

it("numbers have three digits", () => {
  expect([12, 1234, 496_000, 88_954_000, 452e9].map(count)).toEqual(["12", "1.2 k", "496 k", "89.0 M", "452 G"]);
  expect([12, 1_003_860].map(bytes)).toEqual(["12 B", "1.0 MB"]);
});

it("what the browser refuses is said with what to do", () => {
  expect(explain(new DOMException("", "NotAllowedError"))).toBe(
    "The camera may not be used: allow it in the browser's settings for this page, or choose a file.",
  );
  expect(explain(new RangeError("Array buffer allocation failed"))).toBe(
    "There is not enough memory for this: close other pages, or choose a smaller model (Array buffer allocation failed).",
  );
});
