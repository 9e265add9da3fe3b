// npm run demo: install, then serve the demo and open it in the browser. Words after "--" go to Vite.
import { join } from "node:path";
import { install } from "./src/install.mjs";
import { requireNode } from "./src/node-version.mjs";
import { root } from "./src/paths.mjs";
import { runAttached } from "./src/run-attached.mjs";

requireNode();
await install();
const folder = join(root, "apps", "demo");
const vite = join(folder, "node_modules", "vite", "bin", "vite.js");
process.exitCode = await runAttached(process.execPath, [vite, "--open", ...process.argv.slice(2)], { cwd: folder });
