import { once } from "node:events";
import type { WindowPrediction } from "./predict-windows.ts";

/** `3725.04` → `01:02:05.040`. */
export function clock(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const part = (value: number, digits = 2) => String(value).padStart(digits, "0");
  const [hours, minutes] = [Math.floor(milliseconds / 3_600_000), Math.floor(milliseconds / 60_000) % 60];
  return `${part(hours)}:${part(minutes)}:${part(Math.floor(milliseconds / 1000) % 60)}.${part(milliseconds % 1000, 3)}`;
}

/** One row for people: when, and the likeliest classes. */
export function describeWindow({ start, end, scores }: WindowPrediction): string {
  const classes = scores.map(({ label, score }) => `${label} ${(100 * score).toFixed(1)} %`);
  return `${clock(start)} - ${clock(end)}  ${classes.join("  ")}`;
}

/** One row of CSV cells, and its header. */
export function windowCells({ file, start, end, scores }: WindowPrediction): (string | number)[] {
  return [file, start.toFixed(3), end.toFixed(3), ...scores.flatMap(({ label, score }) => [label, score.toFixed(6)])];
}

/**
 * Write a line to stdout, waiting where the reader is slow, so that nothing piles up.
 *
 * @returns false once the reader has gone
 */
export async function printLine(line: string): Promise<boolean> {
  if (process.stdout.destroyed || process.stdout.errored) return false;
  if (!process.stdout.write(`${line}\n`))
    await Promise.race([once(process.stdout, "drain"), once(process.stdout, "close")]).catch(() => {});
  return !process.stdout.destroyed && !process.stdout.errored;
}
