import { maskedCrc32c } from "./crc32c.ts";

/** Bytes before the data of a record: length (8), checksum of the length (4). */
export const recordHeadBytes = 12;

/** Bytes behind the data of a record: its checksum. */
export const recordTailBytes = 4;

/** Frame data as a record of a TFRecord file. Source: TensorFlow `lib/io/record_writer.h`. */
export function frameRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(recordHeadBytes + data.length + recordTailBytes);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(data, recordHeadBytes);
  view.setUint32(recordHeadBytes + data.length, maskedCrc32c(data), true);
  return record;
}

/**
 * Read the length of a record.
 *
 * @param head its first 12 bytes
 * @returns undefined if the checksum is wrong, so these bytes are no record's head
 */
export function readRecordLength(head: Uint8Array): number | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(8, true) !== maskedCrc32c(head.subarray(0, 8))) return undefined;
  const length = view.getBigUint64(0, true);
  return length > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(length);
}

/** Whether the checksum behind the data of a record, 4 bytes, is that of the data. */
export function isIntactRecord(data: Uint8Array, tail: Uint8Array): boolean {
  return new DataView(tail.buffer, tail.byteOffset, tail.byteLength).getUint32(0, true) === maskedCrc32c(data);
}
