import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { bytesSource } from "../files/byte-source.ts";
import { makeNpy, makeZip } from "../testing/make-zip.ts";
import { openNpz, readNpy } from "./open-npz.ts";

const header = (descr: string, shape: string, order = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
const six = Float32Array.of(1, 2, 3, 4, 5, 6);

describe("readNpy refuses", () => {
  const hostile: [what: string, bytes: Uint8Array, message: string][] = [
    [
      "other bytes",
      new Uint8Array(20),
      'readNpy: "a": expected a NumPy array of version 1 to 3, got other bytes; the file is damaged',
    ],
    [
      "pickled objects",
      makeNpy(header("|O", "(2,)"), new Uint8Array(9)),
      'readNpy: "a": expected numbers, got pickled Python objects, which may run code; save the array with a number type',
    ],
    [
      "a header that calls something",
      makeNpy("__import__('os').system('echo owned')"),
      `readNpy: "a": expected a header as NumPy writes it, got "__import__('os').system('echo owned')\\n"`,
    ],
    [
      "a shape of petabytes",
      makeNpy(header("<f4", "(1000000, 1000000, 1000)"), six),
      'readNpy: "a": expected 4000000000000088 bytes for <f4 [1000000, 1000000, 1000], got 112; the file is damaged',
    ],
    [
      "a size beyond numbers",
      makeNpy(header("<f4", "(99999999999999999999,)")),
      'readNpy: "a": expected at most 32 whole numbers as shape, got (99999999999999999999,)',
    ],
    [
      "big-endian values",
      makeNpy(header(">f4", "(6,)"), six),
      'readNpy: "a": expected little-endian float32, float16, bfloat16 or whole numbers, got >f4; save it as float32',
    ],
    [
      "fewer values than the shape",
      makeNpy(header("<f4", "(7,)"), six),
      `readNpy: "a": expected ${10 + header("<f4", "(7,)").length + 1 + 28} bytes for <f4 [7], got ${10 + header("<f4", "(7,)").length + 1 + 24}; the file is damaged`,
    ],
  ];
  it.each(hostile)("%s", async (_, bytes, message) => {
    await expect(async () => readNpy(bytes, "a")).rejects.toThrow(new CheckpointError(message));
  });
  it("a header longer than the file", async () => {
    const bytes = makeNpy(header("<f4", "(6,)"), six);
    bytes[9] = 255;
    await expect(async () => readNpy(bytes, "a")).rejects.toThrow(
      /expected a header of at most 10000 bytes, got 65\d\d\d in /,
    );
  });
  it("archives of other files", async () => {
    const file = await makeZip({ "a.npy": makeNpy(header("<f4", "(6,)"), six), "run.sh": new Uint8Array(3) });
    await expect(openNpz(bytesSource(file))).rejects.toThrow(
      new CheckpointError('readNpz: expected arrays (.npy) in the archive, got "run.sh"; this is not a NumPy file'),
    );
  });
});

describe("readNpy reads", () => {
  it.each([
    ["row by row", header("<f4", "(2, 3)"), [1, 2, 3, 4, 5, 6]],
    ["column by column", header("<f4", "(2, 3)", "True"), [1, 3, 5, 2, 4, 6]],
    ["one axis", header("<f4", "(6,)"), [1, 2, 3, 4, 5, 6]],
    ["sizes of Python 2", header("<f4", "(6L,)"), [1, 2, 3, 4, 5, 6]],
  ])("%s", async (_, text, values) => expect([...(await readNpy(makeNpy(text, six))).values]).toEqual(values));

  it("whole numbers, halves and bfloat16 in NumPy's disguise", async () => {
    const whole = await readNpy(makeNpy(header("<i8", "()"), BigInt64Array.of(-5n)));
    expect(whole).toEqual({ dtype: "int32", shape: [], values: Int32Array.of(-5) });
    expect([...(await readNpy(makeNpy(header("<f2", "(1,)"), Uint16Array.of(0x3e00)))).values]).toEqual([1.5]);
    expect([...(await readNpy(makeNpy(header("|V2", "(1,)"), Uint16Array.of(0x3fc0)))).values]).toEqual([1.5]);
  });
});
