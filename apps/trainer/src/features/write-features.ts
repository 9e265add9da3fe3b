import { writeFileAtomically } from "@vivit/weights/node";
import { ByteWriter, parquetWrite, type SchemaElement } from "hyparquet-writer";
import { rowOf } from "../run/score-clips.ts";
import { writeCsv } from "../scores/write-csv.ts";
import { UsageError } from "../usage-error.ts";
import type { SplitFeatures } from "./split-features.ts";

/**
 * Write features: `.npy`, one array [clips, dim] with a `.csv` beside it that names the rows; or `.parquet`, one row a clip with
 * its name, split, classes and embedding.
 *
 * @throws UsageError for another ending
 */
export async function writeFeatures(
  path: string,
  splits: readonly SplitFeatures[],
  classes: readonly string[],
): Promise<void> {
  if (path.endsWith(".parquet")) return writeFileAtomically(path, [parquetOf(splits, classes)]);
  await writeFileAtomically(path, npyOf(splits));
  await writeCsv(path.replace(/\.npy$/, ".csv"), ["clip", "split", "classes"], rowsOf(splits, classes));
}

/** @throws UsageError unless the path ends in `.npy` or `.parquet` */
export function checkFeaturePath(path: string): void {
  if (!/\.(npy|parquet)$/.test(path))
    throw new UsageError(`--out: expected a file that ends in .npy or .parquet, got ${path}`);
}

function rowsOf(splits: readonly SplitFeatures[], classes: readonly string[]): [string, string, string][] {
  return splits.flatMap(({ split, clips, labels }) =>
    clips.map((clip, at): [string, string, string] => [clip, split, labels[at]!.map((id) => classes[id]).join("; ")]),
  );
}

/** Source: numpy.lib.format, version 1.0: magic, length of the header, the header padded to 64 bytes, the values. */
function npyOf(splits: readonly SplitFeatures[]): Uint8Array[] {
  const clips = splits.reduce((sum, { features }) => sum + features.shape[0]!, 0);
  const dim = splits[0]?.features.shape[1] ?? 0;
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${clips}, ${dim}), }`;
  const length = Math.ceil((10 + description.length + 1) / 64) * 64 - 10;
  const head = Buffer.alloc(10 + length, " ");
  head.write("\x93NUMPY\x01\x00", 0, "latin1");
  head.writeUInt16LE(length, 8);
  head.write(description, 10, "latin1");
  head.write("\n", head.length - 1, "latin1");
  const values = splits.map(
    ({ features: { values } }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
  return [head, ...values];
}

const text = { type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" } as const;

const schema: SchemaElement[] = [
  { name: "root", num_children: 4 },
  { name: "clip", ...text },
  { name: "split", ...text },
  { name: "classes", ...text },
  { name: "embedding", repetition_type: "REQUIRED", converted_type: "LIST", num_children: 1 },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  { name: "element", type: "FLOAT", repetition_type: "REQUIRED" },
];

function parquetOf(splits: readonly SplitFeatures[], classes: readonly string[]): Uint8Array {
  const rows = rowsOf(splits, classes);
  const embeddings = splits.flatMap(({ clips, features }) => clips.map((_, at) => Array.from(rowOf(features, at))));
  const columnData = [
    ...["clip", "split", "classes"].map((name, column) => ({ name, data: rows.map((row) => row[column]) })),
    { name: "embedding", data: embeddings },
  ];
  const writer = new ByteWriter();
  parquetWrite({ writer, columnData, schema });
  return writer.getBytes();
}
