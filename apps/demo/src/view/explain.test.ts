import { describe, expect, it } from "vitest";
import { explain } from "./explain.ts";

describe("explain", () => {
  it.each([
    [
      new DOMException("Permission denied", "NotAllowedError"),
      "The camera may not be used: allow it in the browser's settings for this page, or choose a file.",
    ],
    [new DOMException("", "NotFoundError"), "No camera was found: connect one, or choose a file."],
    [
      new DOMException("Could not start video source", "NotReadableError"),
      "The camera is in use by another program: close that, or choose a file.",
    ],
    [
      new RangeError("Array buffer allocation failed"),
      "There is not enough memory for this: close other pages, or choose a smaller model (Array buffer allocation failed).",
    ],
    [
      new Error("Can't create a session. ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc"),
      "There is not enough memory for this: close other pages, or choose a smaller model (Can't create a session. ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc).",
    ],
    [
      new Error("Can't create a session. failed to allocate a buffer of size 100."),
      "There is not enough memory for this: close other pages, or choose a smaller model (Can't create a session. failed to allocate a buffer of size 100).",
    ],
    [new Error("readModelFolder: expected weights, found none"), "Expected weights, found none"],
    [new Error("clip.mp4 is damaged: no index"), "clip.mp4 is damaged: no index"],
    [new Error(`got wrong shapes: ${"kernel ".repeat(100)}`), `got wrong shapes: ${"kernel ".repeat(40)}…`],
    ["no error at all", "no error at all"],
  ])("%o", (error, words) => expect(explain(error)).toBe(words));
});
