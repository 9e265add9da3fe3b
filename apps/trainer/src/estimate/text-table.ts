/** Rows as aligned text: the first column to the left, numbers to the right, a rule below the heading. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const [heading, ...rest] = alignCells(rows).map((row) => row.join("  "));
  return [heading, "-".repeat(heading!.length), ...rest].join("\n");
}

/** Cells as wide as the widest of their column: the first column to the left, numbers to the right. */
export function alignCells(rows: readonly (readonly string[])[]): string[][] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))),
  );
}
