import { describe, expect, it } from "vitest";
import { bytesSource } from "../files/byte-source.ts";
import { makeZip } from "../testing/make-zip.ts";
import { openZip } from "./open-zip.ts";

const open = (bytes: Uint8Array) => openZip(bytesSource(bytes), "test");
const at = (bytes: Uint8Array, text: string) => Buffer.from(bytes).indexOf(text, undefined, "latin1");

describe("openZip refuses", () => {
  it("a bomb, before unpacking anything", async () => {
    const bomb = await makeZip({ "a.npy": new Uint8Array(5_000_000) }, 9);
    await expect(open(bomb)).rejects.toThrow(
      `test: expected at most 4 times the file's ${bomb.length} bytes unpacked, got 5000000; this is a zip bomb or not a file of weights`,
    );
  });
  it("a bomb that lies about its size, while unpacking", async () => {
    const bomb = await makeZip({ "a.npy": new Uint8Array(5_000_000) }, 9);
    for (const mark of ["PK\x03\x04", "PK\x01\x02"]) {
      const begin = at(bomb, mark) + (mark === "PK\x03\x04" ? 22 : 24);
      new DataView(bomb.buffer).setUint32(begin, 1000, true);
    }
    const member = (await open(bomb)).get("a.npy")!;
    await expect(member.read()).rejects.toThrow(/^test: expected member "a\.npy", got an error of its reader/);
  });
  it("members that lie in each other", async () => {
    const file = await makeZip({ a: new Uint8Array(100).fill(1), b: new Uint8Array(100).fill(2) });
    const second = Buffer.from(file).lastIndexOf("PK\x01\x02", undefined, "latin1");
    new DataView(file.buffer).setUint32(second + 42, 0, true); // where it begins: where the first does
    await expect(open(file).then((members) => members.get("b")!.read())).rejects.toThrow(/^test: expected /);
  });
  it("a name twice", async () => {
    const file = await makeZip({ aa: Uint8Array.of(1), ab: Uint8Array.of(2) });
    for (let begin = at(file, "ab"); begin >= 0; begin = at(file, "ab")) file[begin + 1] = 0x61;
    await expect(open(file)).rejects.toThrow(/^test: expected .*(once, got twice|Duplicate|duplicate)/i);
  });
  it("a file cut short", async () => {
    const file = await makeZip({ a: Uint8Array.of(1, 2, 3) });
    await expect(open(file.slice(0, -10))).rejects.toThrow(/^test: expected a zip archive, got an error of its reader/);
  });
  it("damaged values", async () => {
    const file = await makeZip({ a: Uint8Array.of(77, 78, 79) });
    file[at(file, "MNO")] = 0;
    await expect((await open(file)).get("a")!.read()).rejects.toThrow(
      /^test: expected member "a", got an error of its reader/,
    );
  });
});

describe("openZip reads", () => {
  it.each([0, 9])("members packed with level %d, whole or their beginning", async (level) => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, i) => i % 251);
    const members = await open(await makeZip({ "x/a": bytes, b: Uint8Array.of(1) }, level));
    expect([...members.keys()]).toEqual(["x/a", "b"]);
    expect(await members.get("x/a")!.read()).toEqual(bytes);
    expect(await members.get("x/a")!.read(100)).toEqual(bytes.slice(0, 100));
  });
});
