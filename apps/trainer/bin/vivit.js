#!/usr/bin/env node
import { existsSync } from "node:fs";

const main = new URL("../dist/main.js", import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  process.stderr.write(
    "vivit: expected the built command, found none; run npm start, or pnpm install and pnpm build\n",
  );
  process.exitCode = 1;
}
