import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { readSafetensors } from "./read-safetensors.ts";
import { bytesOf, oneTensorFile, safetensorsFile } from "./testing/safetensors-file.ts";

describe("readSafetensors refuses", () => {
  const entry = (begin: number, end: number) => ({ dtype: "U8", shape: [end - begin], data_offsets: [begin, end] });
  const damaged = "the file is damaged";
  const hostile: [what: string, bytes: Uint8Array, message: string][] = [
    [
      "a file of 5 bytes",
      new Uint8Array(5),
      "readSafetensors: expected at least 8 bytes, got 5; the file is cut short or not a safetensors file",
    ],
    [
      "a header of 2 GB",
      safetensorsFile("{}", [], 2n ** 31n),
      "readSafetensors: expected a header of at most 100000000 bytes, got 2147483648; this is not a safetensors file",
    ],
    [
      "a header longer than any number",
      safetensorsFile("{}", [], 2n ** 64n - 1n),
      "readSafetensors: expected a header of at most 100000000 bytes, got 18446744073709552000; this is not a safetensors file",
    ],
    [
      "a header longer than the file",
      safetensorsFile("{}", [], 3),
      "readSafetensors: expected a header of 3 bytes, got 2; the file is cut short or not a safetensors file",
    ],
    [
      "bytes that are no text",
      safetensorsFile("{", [0xff], 2),
      "readSafetensors: header: expected UTF-8 text, got other bytes; this is not a safetensors file",
    ],
    [
      "no JSON",
      safetensorsFile("hello"),
      `readSafetensors: header: expected "{" at character 0, got "hello"; ${damaged}`,
    ],
    [
      "an unfinished header",
      safetensorsFile('{"a":{'),
      `readSafetensors: header: expected a string at character 6, got the end; ${damaged}`,
    ],
    [
      "an unfinished name",
      safetensorsFile('{"a'),
      `readSafetensors: header: expected a string of JSON, got "\\"a"; ${damaged}`,
    ],
    [
      "text after the header",
      safetensorsFile("{}x"),
      `readSafetensors: header: expected the end of the header at character 2, got "x"; ${damaged}`,
    ],
    [
      "half a character",
      safetensorsFile('{"\\ud800":1}'),
      `readSafetensors: header: expected Unicode text, got "\\"\\\\ud800\\""; ${damaged}`,
    ],
    [
      "deep nesting",
      safetensorsFile(`{"a":${"[".repeat(100_000)}`),
      `readSafetensors: header: expected "{" at character 5, got "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["; ${damaged}`,
    ],
    [
      "a name twice",
      safetensorsFile(
        '{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}',
      ),
      `readSafetensors: header: expected tensor "a" once, got twice; ${damaged}`,
    ],
    [
      "a field twice",
      safetensorsFile('{"a":{"dtype":"U8","dtype":"F32"}}'),
      `readSafetensors: header: expected field of "a" "dtype" once, got twice; ${damaged}`,
    ],
    [
      "an unknown field",
      safetensorsFile('{"a":{"type":"U8"}}'),
      `readSafetensors: header: expected dtype, shape and data_offsets of "a", got "type"; ${damaged}`,
    ],
    [
      "a missing field",
      safetensorsFile('{"a":{"dtype":"U8","shape":[0]}}'),
      `readSafetensors: header: expected dtype, shape and two data_offsets of "a", got fewer; ${damaged}`,
    ],
    [
      "__proto__",
      safetensorsFile('{"a.__proto__.b":{}}'),
      `readSafetensors: header: expected a tensor name without __proto__, got "a.__proto__.b"; ${damaged}`,
    ],
    [
      "metadata that is no text",
      safetensorsFile('{"__metadata__":{"a":1}}'),
      `readSafetensors: header: expected a string at character 21, got "1}}"; ${damaged}`,
    ],
    [
      "an unknown type",
      safetensorsFile({ a: { dtype: "F8_E4M3", shape: [0], data_offsets: [0, 0] } }),
      'readSafetensors: "a": expected a type among F32, F16, BF16, I32, U32, I64, U64, I16, U16, I8, U8, BOOL, got F8_E4M3; convert the file to F32 first',
    ],
    [
      "a negative size",
      safetensorsFile('{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,0]}}'),
      `readSafetensors: header: expected a whole number below 2^53 at character 28, got "-1],\\"data_offsets\\":[0,0]}}"; ${damaged}`,
    ],
    [
      "a fraction",
      safetensorsFile('{"a":{"dtype":"U8","shape":[1.5]'),
      `readSafetensors: header: expected a whole number below 2^53 at character 28, got "1.5]"; ${damaged}`,
    ],
    [
      "more axes than any tensor has",
      safetensorsFile(`{"a":{"dtype":"U8","shape":[${"1,".repeat(40)}1]`),
      `readSafetensors: header: expected at most 32 numbers, got more; ${damaged}`,
    ],
    [
      "a size beyond all memory",
      safetensorsFile('{"a":{"dtype":"F32","shape":[4000000000,4000000000],"data_offsets":[0,4]}}', [0, 0, 0, 0]),
      `readSafetensors: "a": expected 64000000000000000000 bytes for F32 [4000000000, 4000000000], got 4; ${damaged}`,
    ],
    [
      "too few bytes for the shape",
      safetensorsFile({ a: { dtype: "F32", shape: [2], data_offsets: [0, 4] } }, [0, 0, 0, 0]),
      `readSafetensors: "a": expected 8 bytes for F32 [2], got 4; ${damaged}`,
    ],
    [
      "an end before the beginning",
      safetensorsFile({ a: { dtype: "U8", shape: [0], data_offsets: [2, 0] } }, [0, 0]),
      `readSafetensors: "a": expected 0 bytes for U8 [0], got -2; ${damaged}`,
    ],
    [
      "a hole",
      safetensorsFile({ a: entry(0, 1), b: entry(2, 3) }, [0, 0, 0]),
      `readSafetensors: "b": expected to begin at byte 114, got 115, a hole; ${damaged}`,
    ],
    [
      "an overlap",
      safetensorsFile({ a: entry(0, 2), b: entry(1, 3) }, [0, 0, 0]),
      `readSafetensors: "b": expected to begin at byte 115, got 114, an overlap; ${damaged}`,
    ],
    [
      "a truncated file",
      safetensorsFile({ a: entry(0, 3) }, [0, 0]),
      "readSafetensors: expected a file of 64 bytes, got 63; the file is cut short, copy or download it again",
    ],
    [
      "bytes nobody claims",
      safetensorsFile({ a: entry(0, 3) }, [0, 0, 0, 0]),
      `readSafetensors: expected a file of 64 bytes, got 65; ${damaged}`,
    ],
    [
      "a number that does not fit",
      oneTensorFile("I64", [1], bytesOf(BigInt64Array.of(2n ** 31n))),
      'readSafetensors: "a": expected I64 values that fit int32, got 2147483648 at 0; leave this tensor out of the file',
    ],
    [
      "a bool of 2",
      oneTensorFile("BOOL", [1], Uint8Array.of(2)),
      `readSafetensors: "a": expected BOOL bytes of 0 or 1, got 2; ${damaged}`,
    ],
  ];

  it.each(hostile)("%s", (_what, bytes, message) => {
    let thrown: unknown;
    try {
      readSafetensors(bytes);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(CheckpointError);
    expect((thrown as Error).message).toBe(message);
  });
});
