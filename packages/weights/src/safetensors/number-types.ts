import type { HostDataType } from "@vivit/nn";

/** How a number type of the format lies in a file and what it becomes in memory. */
export interface NumberType {
  /** Bytes of one value. */
  readonly width: 1 | 2 | 4 | 8;
  readonly dtype: HostDataType;
}

/** The number types that are read. Whole numbers become int32 where every value fits; halves become float32. Source: safetensors `Dtype`. */
export const numberTypes = {
  F32: { width: 4, dtype: "float32" },
  F16: { width: 2, dtype: "float32" },
  BF16: { width: 2, dtype: "float32" },
  I32: { width: 4, dtype: "int32" },
  U32: { width: 4, dtype: "int32" },
  I64: { width: 8, dtype: "int32" },
  U64: { width: 8, dtype: "int32" },
  I16: { width: 2, dtype: "int32" },
  U16: { width: 2, dtype: "int32" },
  I8: { width: 1, dtype: "int32" },
  U8: { width: 1, dtype: "int32" },
  BOOL: { width: 1, dtype: "bool" },
} as const satisfies Record<string, NumberType>;

/** The name of a number type in a file. */
export type NumberTypeName = keyof typeof numberTypes;
