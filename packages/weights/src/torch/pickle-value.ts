import type { NumberTypeName } from "../safetensors/number-types.ts";

/** Everything that a pickle of tensors may hold; nothing of it can be called. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | PickleList
  | PickleDictionary
  | PickleName
  | PickleStorage
  | PickleTensor;

/** A list or tuple. */
export interface PickleList {
  readonly kind: "list" | "tuple";
  readonly items: PickleValue[];
}

/** A dictionary with its pairs as they came, so that a key given twice is seen. */
export interface PickleDictionary {
  readonly kind: "dictionary";
  readonly pairs: [key: PickleValue, value: PickleValue][];
}

/** The name of something in Python, one of the few that are known. */
export interface PickleName {
  readonly kind: "name";
  readonly name: string;
}

/** Numbers in a member of the archive. */
export interface PickleStorage {
  readonly kind: "storage";
  readonly key: string;
  /** PyTorch's name of the type; absent in `numberTypes`: no parameter has it. */
  readonly type: NumberTypeName | "F64";
  readonly count: number;
}

/** A view of a storage: offset and strides count numbers. */
export interface PickleTensor {
  readonly kind: "tensor";
  readonly storage: PickleStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** A value in few words, for messages. */
export function describePickle(value: PickleValue | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value !== "object" || value === null) return JSON.stringify(value).slice(0, 60);
  return value.kind === "name" ? value.name : `a ${value.kind}`;
}
