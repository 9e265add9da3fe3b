// pnpm docs:models: write docs/models.md again.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { modelsPage } from "./models-page.ts";

const page = new URL("../../../docs/models.md", import.meta.url);
writeFileSync(page, modelsPage());
console.log(`wrote ${fileURLToPath(page)}`);
