// pnpm build: every package that has changed, each after those that it depends on.
import { build } from "./src/build.mjs";
import { install } from "./src/install.mjs";
import { requireNode } from "./src/node-version.mjs";

requireNode();
await install();
await build(process.argv.slice(2));
