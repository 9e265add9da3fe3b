/** Files that are tables and may be longer than other files: path → why it is one table. */
export const tables: Readonly<Record<string, string>> = {};
