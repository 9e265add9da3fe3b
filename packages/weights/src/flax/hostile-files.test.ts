import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { bytesSource } from "../files/byte-source.ts";
import { openFlax } from "./open-flax.ts";
import { writeFlax } from "./write-flax.ts";

const bytes = (...parts: (number | string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)));
const why = "the file is cut short, damaged, or no Flax checkpoint";
/** {"a": extension 1 of this payload}. */
const array = (...payload: (number | string | number[])[]) => {
  const inner = [...bytes(...payload)];
  return bytes(0x81, 0xa1, "a", 0xc7, inner.length, 1, inner);
};

describe("openFlax refuses", () => {
  const hostile: [what: string, file: Uint8Array, message: string][] = [
    ["no map", bytes(0x93, 1, 2, 3), `readFlax: byte 1: expected a map of parameters, got a list; ${why}`],
    [
      "a name twice",
      bytes(0x82, 0xa1, "a", 0x80, 0xa1, "a", 0x80),
      `readFlax: byte 6: expected "a" once, got twice; ${why}`,
    ],
    [
      "a path twice in two ways",
      bytes(0x82, 0xa3, "a/b", 1, 0xa1, "a", 0x81, 0xa1, "b", 2),
      `readFlax: byte 12: expected "a/b" once, got twice; ${why}`,
    ],
    [
      "__proto__",
      bytes(0x81, 0xa9, "__proto__", 0x80),
      `readFlax: byte 11: expected names without __proto__, got "__proto__"; ${why}`,
    ],
    [
      "maps within maps without end",
      bytes(new Array<number[]>(100_000).fill([0x81, 0xa0]).flat()),
      `readFlax: byte 131: expected at most 64 maps within each other, got more; ${why}`,
    ],
    [
      "lists within lists without end",
      bytes(0x81, 0xa1, "a", new Array<number>(100_000).fill(0x91)),
      `readFlax: byte 68: expected at most 64 maps within each other, got more; ${why}`,
    ],
    [
      "a map of four billion",
      bytes(0xdf, 255, 255, 255, 255),
      `readFlax: byte 5: expected 1 bytes more, got 0; ${why}`,
    ],
    [
      "a text of four billion",
      bytes(0x81, 0xdb, 255, 255, 255, 255),
      `readFlax: byte 6: expected texts of at most 65536 bytes, got 4294967295; ${why}`,
    ],
    [
      "bytes of four billion",
      bytes(0x81, 0xa1, "a", 0xc6, 255, 255, 255, 255),
      `readFlax: byte 8: expected 4294967295 bytes more, got 0; ${why}`,
    ],
    [
      "an array of four billion",
      bytes(0x81, 0xa1, "a", 0xc9, 255, 255, 255, 255, 1),
      `readFlax: byte 9: expected 4294967295 bytes more, got 0; ${why}`,
    ],
    ["a number as name", bytes(0x81, 1, 2), `readFlax: byte 2: expected a name, got a plain; ${why}`],
    [
      "an extension of others",
      bytes(0x81, 0xa1, "a", 0xd4, 9, 0),
      `readFlax: byte 6: expected arrays and numbers of flax, got extension 9; ${why}`,
    ],
    [
      "an array within an array",
      array(0x93, 0x90, 0xa7, "float32", 0xd4, 1, 0),
      `readFlax: byte 19: expected an array of shape, type and bytes, got others; ${why}`,
    ],
    [
      "an array without parts",
      array(0x91, 0xc0),
      `readFlax: byte 7: expected an array of shape, type and bytes, got others; ${why}`,
    ],
    [
      "an array that ends beyond itself",
      array(0x93, 0x90, 0xa7, "float32", 0xc4, 4, 1, 2),
      `readFlax: byte 18: expected 4 bytes more, got 2; ${why}`,
    ],
    [
      "values that do not fill the shape",
      array(0x93, [0x91, 3], 0xa7, "float32", 0xc4, 4, 0, 0, 0, 0),
      'readFlax: "a": expected 12 bytes for F32 [3], got 4; the file is damaged',
    ],
    [
      "negative sizes",
      array(0x93, [0x91, 0xff], 0xa7, "float32", 0xc4, 0),
      `readFlax: byte 9: expected sizes of 0 or more, got others; ${why}`,
    ],
    [
      "bytes behind the end",
      bytes(0x80, 0x80),
      `readFlax: byte 1: expected the end of the file, got more bytes; ${why}`,
    ],
    [
      "a byte that means nothing",
      bytes(0x81, 0xa1, "a", 0xc1),
      `readFlax: byte 4: expected MessagePack, got byte 0xc1; ${why}`,
    ],
    [
      "a name that is no text",
      bytes(0x81, 0xa1, 0xff, 0xc0),
      `readFlax: byte 3: expected UTF-8 text, got other bytes; ${why}`,
    ],
  ];
  it.each(hostile)("%s", async (_, file, message) => {
    await expect(openFlax(bytesSource(file))).rejects.toThrow(new CheckpointError(message));
  });

  it("pieces that are not all there", async () => {
    const values = Float32Array.from({ length: 10 }, (_, i) => i);
    const file = writeFlax([["a/b", { dtype: "float32", shape: [2, 5], values }]], { chunkBytes: 16 });
    const at = Buffer.from(file).indexOf("\xa11", undefined, "latin1"); // the second piece, as "1"
    file[at + 1] = 0x37;
    await expect(openFlax(bytesSource(file))).rejects.toThrow(
      new CheckpointError(
        'readFlax: "optimizer/target/a/b": expected pieces of [2, 5], got 4 values; the file is damaged',
      ),
    );
  });
  it("float64, when it is asked for", async () => {
    const { tensors } = await openFlax(
      bytesSource(array(0x93, [0x91, 1], 0xa7, "float64", 0xc4, 8, [0, 0, 0, 0, 0, 0, 0, 0])),
    );
    await expect(tensors.get("a")!.read()).rejects.toThrow(
      /^readFlax: "a": expected a type among float32, float16, bfloat16, .*, got float64; save it as float32$/,
    );
  });
});

describe("openFlax reads", () => {
  it("what writeFlax writes, in pieces or whole", async () => {
    const values = Float32Array.from({ length: 10 }, (_, i) => i - 4.5);
    for (const chunkBytes of [16, 1000]) {
      const file = writeFlax([["a/b", { dtype: "float32", shape: [2, 5], values }]], { globalStep: 7, chunkBytes });
      const { tensors, others } = await openFlax(bytesSource(file));
      expect([...tensors.keys()]).toEqual(["optimizer/target/a/b"]);
      expect(await tensors.get("optimizer/target/a/b")!.read()).toEqual({ dtype: "float32", shape: [2, 5], values });
      expect(others.get("global_step")).toBe(7);
    }
  });
  it("numbers of every length", async () => {
    const file = bytes(
      0x84,
      0xa1,
      "a",
      0xcd,
      1,
      0,
      0xa1,
      "b",
      0xd1,
      255,
      254,
      0xa1,
      "c",
      0xcb,
      [0x3f, 0xf8, 0, 0, 0, 0, 0, 0],
      0xa1,
      "d",
      0xe0,
    );
    const { others } = await openFlax(bytesSource(file));
    expect(Object.fromEntries(others)).toEqual({ a: 256, b: -2, c: 1.5, d: -32 });
  });
});
