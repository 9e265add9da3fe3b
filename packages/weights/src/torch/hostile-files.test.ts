import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { bytesSource } from "../files/byte-source.ts";
import { call, dictionary, integer, name, pickle, tensor, text, tuple } from "../testing/make-pickle.ts";
import { makeTorchFile, makeZip } from "../testing/make-zip.ts";
import { openTorch } from "./open-torch.ts";

const four = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
const whole = { count: 4, shape: [2, 2], strides: [2, 1] };
const named = (value: readonly number[]) => pickle(dictionary([text("a"), value]));
const danger =
  "a pickle can run any code by such a name, so save the state_dict alone, or convert the file to safetensors";
const damaged = "the file is damaged";

/** Lists of two, each twice the one before: 2^40 values in 200 bytes. */
function laughs(): number[] {
  const instructions = [0x5d, 0x71, 0];
  for (let level = 1; level <= 40; level++)
    instructions.push(0x5d, 0x71, level, 0x28, 0x68, level - 1, 0x68, level - 1, 0x65);
  return [0x28, ...instructions, 0x74];
}

describe("openTorch refuses", () => {
  const hostile: [what: string, bytes: Uint8Array, message: string][] = [
    [
      "a call of os.system",
      pickle(call(name("os", "system"), text("echo owned"))),
      `readTorch: expected only what tensors are made of, got the name "os.system"; ${danger}`,
    ],
    [
      "a name on the stack, as protocol 4 writes it",
      pickle([...text("builtins"), ...text("eval"), 0x93]),
      `readTorch: expected only what tensors are made of, got the name "builtins.eval"; ${danger}`,
    ],
    [
      "a name of JavaScript's own objects",
      pickle(call(name("constructor", "prototype"))),
      `readTorch: expected only what tensors are made of, got the name "constructor.prototype"; ${danger}`,
    ],
    [
      "a whole module of training code",
      named(call(name("argparse", "Namespace"))),
      `readTorch: expected only what tensors are made of, got the name "argparse.Namespace"; ${danger}`,
    ],
    [
      "an instruction that makes instances",
      pickle([0x28, ...name("collections", "OrderedDict"), 0x6f]),
      `readTorch: pickle, byte 29: expected an instruction that tensors need, got 0x6f; ${damaged}`,
    ],
    [
      "a call of a storage class",
      named(call(name("torch", "FloatStorage"), integer(4))),
      `readTorch: expected a function of tensors to be called, got torch.FloatStorage; ${damaged}`,
    ],
    [
      "a name twice",
      pickle(dictionary([text("a"), tensor(whole)], [text("a"), tensor(whole)])),
      'readTorch: expected "a" once, got twice',
    ],
    [
      "__proto__",
      pickle(dictionary([text("__proto__"), tensor(whole)])),
      'readTorch: expected names without __proto__, got "__proto__"',
    ],
    [
      "a view beyond its storage",
      named(tensor({ ...whole, offset: 1 })),
      `readTorch: expected tensors within the 4 numbers of storage "0", got a view [2, 2] with strides [2, 1] at 1; ${damaged}`,
    ],
    [
      "a number shown a billion times",
      named(tensor({ count: 4, shape: [1_000_000_000], strides: [0] })),
      `readTorch: expected tensors within the 4 numbers of storage "0", got a view [1000000000] with strides [0] at 0; ${damaged}`,
    ],
    [
      "negative strides",
      named(tensor({ count: 4, shape: [4], strides: [-1] })),
      `readTorch: expected a tensor with an offset, sizes and strides of 0 or more, got others; ${damaged}`,
    ],
    [
      "a storage that is not there",
      named(tensor({ ...whole, key: "7" })),
      `readTorch: "a": expected a storage of 16 bytes, got none; ${damaged}`,
    ],
    [
      "a storage outside the archive",
      named(tensor({ ...whole, key: "../../secret" })),
      `readTorch: "a": expected a storage of 16 bytes, got none; ${damaged}`,
    ],
    [
      "a storage of another length",
      named(tensor({ count: 5, shape: [5], strides: [1] })),
      `readTorch: "a": expected a storage of 20 bytes, got 16; ${damaged}`,
    ],
    [
      "a pickle cut short",
      named(tensor(whole)).slice(0, -9),
      `readTorch: pickle, byte 141: expected the end of a line, got the end of the pickle; ${damaged}`,
    ],
    [
      "lists without end",
      named(laughs()),
      "readTorch: expected at most 377 values, got more: lists within lists, without end",
    ],
    [
      "deep nesting",
      pickle([...Array.from({ length: 50_000 }, () => 0x28), ...Array.from({ length: 50_000 }, () => 0x74)]),
      "readTorch: expected at most 16 dictionaries within each other, got more",
    ],
    [
      "a list within itself",
      named([0x5d, 0x71, 0, 0x68, 0, 0x61]),
      "readTorch: expected at most 16 dictionaries within each other, got more",
    ],
    [
      "a text longer than the file",
      pickle([0x58, 255, 255, 255, 127]),
      `readTorch: pickle, byte 7: expected 2147483647 bytes more, got 1; ${damaged}`,
    ],
    [
      "a number of 255 bytes",
      pickle([0x8a, 255, ...new Array<number>(255).fill(1)]),
      `readTorch: pickle, byte 259: expected whole numbers below 2^53, got one of 255 bytes; ${damaged}`,
    ],
    [
      "nothing",
      pickle(dictionary()),
      "readTorch: expected a dictionary of tensors, got none; save the state_dict of the model",
    ],
    [
      "no tensors",
      pickle(tuple(integer(1))),
      "readTorch: expected a dictionary of tensors, got none; save the state_dict of the model",
    ],
  ];
  it.each(hostile)("%s", async (_, bytes, message) => {
    const file = await makeTorchFile(bytes, { 0: four });
    await expect(openTorch(bytesSource(file))).rejects.toThrow(new CheckpointError(message));
  });

  it("a program of TorchScript", async () => {
    const file = await makeZip({ "a/data.pkl": named(tensor(whole)), "a/constants.pkl": new Uint8Array(2) });
    await expect(openTorch(bytesSource(file))).rejects.toThrow(
      new CheckpointError(
        "readTorch: expected tensors, got a TorchScript program; save the model's state_dict with torch.save",
      ),
    );
  });
  it("float64, when it is asked for", async () => {
    const bytes = named(tensor({ type: "DoubleStorage", count: 2, shape: [2], strides: [1] }));
    const { tensors } = await openTorch(bytesSource(await makeTorchFile(bytes, { 0: four })));
    await expect(tensors.get("a")!.read()).rejects.toThrow(
      new CheckpointError('readTorch: "a": expected float32 or smaller, got float64; save it after .float()'),
    );
  });
  it("values of another checksum", async () => {
    const file = await makeTorchFile(named(tensor(whole)), { 0: four });
    file[Buffer.from(file).indexOf(Buffer.from(four))] = 9;
    const { tensors } = await openTorch(bytesSource(file));
    await expect(tensors.get("a")!.read()).rejects.toThrow(
      /^readTorch: expected member "archive\/data\/0", got an error of its reader/,
    );
  });
});

describe("openTorch reads", () => {
  it.each([
    ["row-major values", whole, [1, 2, 3, 4]],
    ["a transposed view", { ...whole, strides: [1, 2] }, [1, 3, 2, 4]],
    ["a column at an offset", { ...whole, offset: 1, shape: [2], strides: [2] }, [2, 4]],
    ["a scalar", { ...whole, offset: 3, shape: [], strides: [] }, [4]],
    ["nothing", { ...whole, shape: [0, 3], strides: [3, 1] }, []],
    ["an axis of one place with any stride", { ...whole, shape: [1, 4], strides: [77, 1] }, [1, 2, 3, 4]],
  ])("%s", async (_, words, values) => {
    const file = await makeTorchFile(named(tensor(words)), { 0: four });
    const { tensors } = await openTorch(bytesSource(file));
    const read = await tensors.get("a")!.read();
    expect(read.shape).toEqual(words.shape);
    expect([...read.values]).toEqual(values);
  });
  it("numbers and texts beside tensors, by their paths", async () => {
    const state = dictionary([text("epoch"), integer(3)], [text("model"), dictionary([text("a"), tensor(whole)])]);
    const { tensors, others } = await openTorch(bytesSource(await makeTorchFile(pickle(state), { 0: four })));
    expect([...tensors.keys()]).toEqual(["model.a"]);
    expect([...others]).toEqual([["epoch", 3]]);
  });
});
