import { UsageError } from "../usage-error.ts";

const units: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9 };

/**
 * Bytes from "500MB" or "5GB". Source: transformers `max_shard_size`.
 *
 * @throws UsageError
 */
export function parseSize(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(KB|MB|GB)$/i.exec(text) ?? [];
  const bytes = Number(number) * (units[unit?.toUpperCase() ?? ""] ?? 0);
  if (!(bytes > 0)) throw new UsageError(`--shards: expected a size such as 500MB or 5GB, got ${text}`);
  return bytes;
}
