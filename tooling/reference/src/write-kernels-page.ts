// pnpm docs:kernels: write docs/kernels.md again.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { kernelsPage } from "./kernels-page.ts";

const page = new URL("../../../docs/kernels.md", import.meta.url);
writeFileSync(page, kernelsPage());
console.log(`wrote ${fileURLToPath(page)}`);
