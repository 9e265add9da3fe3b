import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js/index-native.js";

/** An archive of these members, stored, or packed where `level` is above 0. */
export async function makeZip(members: Readonly<Record<string, Uint8Array>>, level = 0): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, level, dataDescriptor: false });
  for (const [name, bytes] of Object.entries(members)) await writer.add(name, new Uint8ArrayReader(bytes));
  return writer.close();
}

/** What `torch.save` writes, around a pickle and its storages. */
export function makeTorchFile(
  pickle: Uint8Array,
  storages: Readonly<Record<string, Uint8Array>> = {},
): Promise<Uint8Array> {
  const data = Object.entries(storages).map(([key, bytes]) => [`archive/data/${key}`, bytes] as const);
  return makeZip({
    "archive/data.pkl": pickle,
    "archive/byteorder": new TextEncoder().encode("little"),
    ...Object.fromEntries(data),
    "archive/version": new TextEncoder().encode("3\n"),
  });
}

/** A `.npy` file with this header, right or wrong. */
export function makeNpy(header: string, values: ArrayBufferView = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(`${header}\n`);
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return Uint8Array.from([
    0x93,
    ...new TextEncoder().encode("NUMPY"),
    1,
    0,
    text.length & 255,
    text.length >> 8,
    ...text,
    ...data,
  ]);
}
