import { frameRecord } from "../../records/record-framing.ts";
import { encodeSequenceExample } from "../../records/sequence-example.ts";
import { encodePictures } from "./encode-picture.ts";
import { drawClip, eachClip, type MiniatureSite, putFile } from "./miniature-clips.ts";

const names = ["abseiling", "clapping", "juggling"];

/** Scenic's TFRecords: SequenceExamples with a JPEG a frame, two shards a split. */
export function writeRecords(site: MiniatureSite): void {
  const shards = new Map<string, Uint8Array[]>();
  const text = (words: string) => new TextEncoder().encode(words);
  for (const { split, index } of eachClip()) {
    const label = index % names.length;
    const context = {
      "clip/label/index": [label],
      "clip/label/text": [text(names[label]!)],
      "video/filename": [text(`${split}_${index}.mp4`)],
      "clip/start/timestamp": [0],
      "clip/end/timestamp": [960_000],
    };
    const pictures = encodePictures(site.av, drawClip(site, split, index));
    const shard = `${split === "train" ? "train" : "validation"}-0000${index % 2}-of-00002`;
    shards.set(shard, [...(shards.get(shard) ?? []), frameRecord(encodeSequenceExample({ pictures, context }))]);
  }
  for (const [name, records] of shards) putFile(site, name, Buffer.concat(records));
}
