// npm start: install, build, then the trainer's demonstration. Words after "--" go to the demonstration.
import { buildCode } from "./src/build.mjs";
import { install } from "./src/install.mjs";
import { requireNode } from "./src/node-version.mjs";
import { root } from "./src/paths.mjs";
import { runAttached } from "./src/run-attached.mjs";

requireNode();
await install();
await buildCode();
process.exitCode = await runAttached(
  process.execPath,
  ["apps/trainer/bin/vivit.js", "demo", ...process.argv.slice(2)],
  {
    cwd: root,
  },
);
