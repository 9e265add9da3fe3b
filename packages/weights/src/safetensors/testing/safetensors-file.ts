/** A file from a header and bytes, right or wrong. */
export function safetensorsFile(
  header: unknown,
  data: ArrayLike<number> = [],
  headerLength?: number | bigint,
): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength ?? text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

/** The memory of an array. */
export const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** A file of one tensor named "a". */
export const oneTensorFile = (dtype: string, shape: number[], data: Uint8Array) =>
  safetensorsFile({ a: { dtype, shape, data_offsets: [0, data.length] } }, data);
