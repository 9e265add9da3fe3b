/** Rows as aligned text: the first column to the left, numbers to the right, a rule below the heading. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  ");
  const [heading, ...rest] = rows.map(line);
  return [heading, "-".repeat(heading!.length), ...rest].join("\n");
}
