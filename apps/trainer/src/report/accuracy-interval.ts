const z = 1.96; // two-sided 95 %

/**
 * Where the true accuracy lies, with 95 % confidence, when a share of some clips was right.
 *
 * @param share in [0, 1]
 * @param clips how many were judged; with none, anything is possible
 * @returns lower and upper bound in [0, 1]
 *
 * Source: Wilson's score interval (1927).
 */
export function accuracyInterval(share: number, clips: number): [low: number, high: number] {
  if (clips === 0) return [0, 1];
  const center = (share + z ** 2 / (2 * clips)) / (1 + z ** 2 / clips);
  const half = (z / (1 + z ** 2 / clips)) * Math.sqrt((share * (1 - share)) / clips + z ** 2 / (4 * clips ** 2));
  return [Math.max(0, center - half), Math.min(1, center + half)];
}
