import { type HostTensor, type Tree, treeLeaves } from "@vivit/nn";

/** Paths at which two trees differ in shape or in any bit; a path that only one has differs too. */
export function differingPaths(ours: Tree<HostTensor>, stored: Tree<HostTensor>): string[] {
  const [a, b] = [new Map(treeLeaves(ours)), new Map(treeLeaves(stored))];
  const paths = new Set([...a.keys(), ...b.keys()]);
  return [...paths].filter((path) => !isSame(a.get(path), b.get(path)));
}

function isSame(ours: HostTensor | undefined, stored: HostTensor | undefined): boolean {
  if (!ours || !stored || ours.shape.join() !== stored.shape.join()) return false;
  return Buffer.compare(bytesOf(ours), bytesOf(stored)) === 0;
}

function bytesOf({ values }: HostTensor): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Values rounded to bfloat16, ties to even, and widened again. */
export function roundToBrainFloats(tensor: HostTensor): HostTensor {
  const bits = new Uint32Array(Float32Array.from(tensor.values).buffer);
  const rounded = bits.map((word) => (word + 0x7fff + ((word >>> 16) & 1)) & 0xffff0000);
  return { ...tensor, dtype: "float32", values: new Float32Array(rounded.buffer) };
}
