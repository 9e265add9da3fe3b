/** Rows as a Markdown table with aligned columns, the first row its heading; columns of numbers to the right. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [heading, ...body] = rows as [readonly string[], ...(readonly string[])[]];
  const widths = heading.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const isNumeric = heading.map((_, column) => body.every((row) => /^[-–\d.,]+$/.test(row[column]!)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => (isNumeric[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))).join(" | ")} |`;
  const rule = widths.map((width, at) => (isNumeric[at] ? `${"-".repeat(width - 1)}:` : "-".repeat(width)));
  return [line(heading), line(rule), ...body.map(line)].join("\n");
}
