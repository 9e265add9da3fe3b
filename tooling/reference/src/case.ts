import type { HostTensor } from "@vivit/nn";

/** Largest differences allowed: `|ours − stored| ≤ atol + rtol · |stored|`. */
export interface CaseTolerance {
  readonly atol: number;
  readonly rtol: number;
}

/** One stored case: what `case.json` says and the tensors beside it. */
export interface Case<Description> {
  readonly name: string;
  readonly description: Description;
  readonly tensors: ReadonlyMap<string, HostTensor>;
}

/** The tensors whose names begin with a prefix, without it. */
export function withPrefix(tensors: ReadonlyMap<string, HostTensor>, prefix: string): Map<string, HostTensor> {
  const chosen = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(chosen.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
