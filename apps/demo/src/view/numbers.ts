const steps = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** A count in three digits: 496 k, 88.9 M. */
export function count(value: number): string {
  const [size, letter] = steps.find(([size]) => value >= size) ?? [1, ""];
  const scaled = value / size;
  return `${scaled.toFixed(scaled >= 100 || size === 1 ? 0 : 1)}${letter && ` ${letter}`}`;
}

/** Bytes in three digits: 1.0 MB. */
export function bytes(value: number): string {
  return `${count(value)}B`.replace(/(\d)B$/, "$1 B");
}
