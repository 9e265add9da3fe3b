import { type HostTensor, sizes } from "@vivit/nn";

/** The rows of a table, as views. */
export function rows(table: HostTensor, caller: string): HostTensor["values"][] {
  const { examples, classes } = sizes(table, "examples classes", caller);
  return Array.from({ length: examples }, (_, row) => table.values.subarray(row * classes, (row + 1) * classes));
}
