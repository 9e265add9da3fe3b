import { nearest } from "../recipe/nearest.ts";
import { UsageError } from "../usage-error.ts";
import { type AblationName, type AblationTable, ablationNames } from "./ablation-table.ts";
import { figure8 } from "./tables/figure8.ts";
import { table1 } from "./tables/table1.ts";
import { table2 } from "./tables/table2.ts";
import { table3 } from "./tables/table3.ts";
import { table4 } from "./tables/table4.ts";

/** The tables by name. */
export const ablationTables: Readonly<Record<AblationName, AblationTable>> = {
  table1,
  table2,
  table3,
  table4,
  figure8,
};

/** @throws UsageError naming the nearest table */
export function findTable(name: string): AblationTable {
  const table = Object.hasOwn(ablationTables, name) ? ablationTables[name as AblationName] : undefined;
  if (table) return table;
  throw new UsageError(
    `ablate: expected one of ${ablationNames.join(", ")}, got ${name}; did you mean ${nearest(name, ablationNames)}?`,
  );
}
