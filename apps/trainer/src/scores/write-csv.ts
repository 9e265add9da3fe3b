import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";

/** Write a table as CSV, row by row: a header, then rows as they come. */
export async function writeCsv(
  path: string,
  header: readonly string[],
  rows: Iterable<readonly unknown[]>,
): Promise<void> {
  await pipeline(Readable.from(rows), stringify({ header: true, columns: [...header] }), createWriteStream(path));
}

/** A float32 so that it reads back as the same number; empty if it is none. */
export function csvNumber(value: number): string {
  return Number.isNaN(value) ? "" : String(Number(value.toPrecision(9)));
}
