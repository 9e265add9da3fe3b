// npm test: install, then run every test. The last line is "N passed, N failed". Words after "--" go to vitest.
import { install } from "./src/install.mjs";
import { requireNode } from "./src/node-version.mjs";
import { runTests } from "./src/run-tests.mjs";

requireNode();
await install();
const { line, passed } = await runTests(process.argv.slice(2));
console.log(line);
process.exitCode = passed ? 0 : 1;
