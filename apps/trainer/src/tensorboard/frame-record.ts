import { crc32c } from "./crc32c.ts";

/**
 * Put data into a frame of a TFRecord file: length, its checksum, data, their checksum.
 *
 * Source: TensorFlow `core/lib/io/record_writer.h`; checksums are masked as there.
 */
export function frameRecord(data: Uint8Array): Uint8Array {
  const frame = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(frame.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(frame.subarray(0, 8)), true);
  frame.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return frame;
}

/** The checksum turned and shifted, so that one of data with checksums in it is as good. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
