import type { HostTensor } from "@vivit/nn";
import type { ByteSource } from "./byte-source.ts";

/** The formats that are read. */
export type FileFormat = "safetensors" | "torch" | "npz" | "flax" | "tfjs";

/** One tensor in a file, whose values are read when they are asked for. */
export interface TensorEntry {
  readonly shape: readonly number[];
  /** Read the values: half precision becomes float32, whole numbers int32. */
  read(): Promise<HostTensor>;
  /** The values read are nobody else's, so that the reader may write over them. */
  readonly readsCopies?: true;
}

/** What a file of weights holds, whatever its format. */
export interface TensorFile {
  readonly format: FileFormat;
  /** By name, in the order of the file. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** What is no tensor: numbers, texts, nothing. */
  readonly others: ReadonlyMap<string, OtherValue>;
}

/** What stands in a file beside tensors; "…" for what has no short form. */
export type OtherValue = string | number | boolean | null;

/** Opens a file that another names, such as a shard; it throws if there is none. */
export type OpenSibling = (name: string) => Promise<ByteSource>;
