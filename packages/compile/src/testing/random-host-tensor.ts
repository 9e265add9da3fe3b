import { countValues, type HostTensor, hostTensor, normal, randomKey } from "@vivit/nn";

/** Normal numbers, the same for the same seed and count. */
export function randomHostTensor(seed: number, ...shape: number[]): HostTensor {
  return hostTensor(normal(randomKey(seed), countValues(shape)), shape);
}
