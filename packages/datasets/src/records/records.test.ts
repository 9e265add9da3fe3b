import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32c } from "./crc32c.ts";
import { frameRecord, isIntactRecord, readRecordLength } from "./record-framing.ts";
import { decodeSequenceExample, encodeSequenceExample, numbersOf, textsOf } from "./sequence-example.ts";

const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, "base64"));
const text = (words: string) => new TextEncoder().encode(words);

describe("crc32c", () => {
  it("equals the values of RFC 3720, appendix B.4", () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, at) => at))).toBe(0x46dd794e);
  });
});

describe("a record", () => {
  it("is framed as Python does it with google-crc32c", () =>
    expect(frameRecord(text("abc"))).toEqual(bytesOf("AwAAAAAAAACwmUkOYWJjblfxIQ==")));
  it("is known by its checksums, and any changed bit is noticed", () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(), (data, at) => {
        const record = frameRecord(data);
        const check = () =>
          readRecordLength(record.subarray(0, 12)) === data.length &&
          isIntactRecord(record.subarray(12, 12 + data.length), record.subarray(12 + data.length));
        expect(check()).toBe(true);
        record[at % record.length]! ^= 1 << (at % 8);
        expect(check()).toBe(false);
      }),
    ));
});

describe("a SequenceExample", () => {
  it("is read as Python's protobuf writes it: bytes, int64, float, other lists", () => {
    const { pictures, context } = decodeSequenceExample(
      bytesOf(
        "CmIKJgoQY2xpcC9sYWJlbC9pbmRleBISGhAKDgP///////////8B4KcSChwKD2NsaXAvbGFiZWwvdGV4dBIJCgcKBcO8YmVyChoKCmNsaXAvc2NvcmUSDBIKCggAAAA/AAAAwBJBCiMKDWltYWdlL2VuY29kZWQSEgoHCgUKA29uZQoHCgUKA3R3bwoaCg9pbWFnZS90aW1lc3RhbXASBwoFGgMKAQc=",
      ),
    );
    expect(pictures.map((picture) => new TextDecoder().decode(picture))).toEqual(["one", "two"]);
    expect(numbersOf(context["clip/label/index"])).toEqual([3, -1, 300000]);
    expect(textsOf(context["clip/label/text"])).toEqual(["über"]);
    expect(context["clip/score"]).toEqual([0.5, -2]);
    expect([textsOf(context.none), numbersOf(context["clip/label/text"])]).toEqual([[], []]);
  });
  it("comes back as it was written", () => {
    const example = {
      pictures: [text("a"), text("bc"), new Uint8Array()],
      context: { "clip/label/index": [0, 2, 300], "video/filename": [text("x.mp4")] },
    };
    expect(decodeSequenceExample(encodeSequenceExample(example))).toEqual(example);
  });
  it("is refused without pictures and where the bytes are others, and never breaks the reader", () => {
    expect(() => decodeSequenceExample(encodeSequenceExample({ pictures: [], context: {} }))).toThrow(
      "decodeSequenceExample: expected pictures in the feature list image/encoded, got none",
    );
    expect(() => decodeSequenceExample(text("label,youtube_id"))).toThrow(
      "decodeSequenceExample: expected a SequenceExample, got",
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(decodeSequenceExample(bytes).pictures.length).toBeGreaterThan(0);
        } catch (error) {
          expect((error as Error).message).toMatch(/^decodeSequenceExample: expected /);
        }
      }),
    );
  });
});
