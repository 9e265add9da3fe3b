import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What the scripts remember between runs: it goes when node_modules goes. */
export const memory = join(root, "node_modules", ".cache", "vivit");
