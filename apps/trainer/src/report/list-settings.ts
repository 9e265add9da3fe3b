/** Every setting within plain data, by its path, such as `["train.epochs", "10"]`; a list of plain values stays one. */
export function listSettings(value: unknown, path = ""): [path: string, value: string][] {
  if (isPlain(value)) return [[path || "recipe", show(value)]];
  if (Array.isArray(value) && value.every(isPlain)) return [[path || "recipe", value.map(show).join(", ") || "none"]];
  const entries = Object.entries(value as object);
  if (entries.length === 0) return [[path || "recipe", "none"]];
  return entries.flatMap(([name, below]) => listSettings(below, path ? `${path}.${name}` : name));
}

function isPlain(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function show(value: unknown): string {
  if (value === undefined) return "not set";
  return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
}
