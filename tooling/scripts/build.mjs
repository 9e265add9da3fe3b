// pnpm build: every package that has changed, each after those that it depends on; --code leaves the declarations out.
import { build, buildCode } from "./src/build.mjs";
import { install } from "./src/install.mjs";
import { requireNode } from "./src/node-version.mjs";

requireNode();
await install();
const words = process.argv.slice(2);
if (words[0] === "--code") await buildCode(words.slice(1));
else await build(words);
