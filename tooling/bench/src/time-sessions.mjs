import { appendFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isMainThread } from "node:worker_threads";

// Imported before the command, in each of its threads: writes a line for every run of a program of ONNX Runtime, "which session, begin,
// end" in milliseconds, to the file VIVIT_TIMES, once a second. Programs run in a thread of their own.
const file = process.env.VIVIT_TIMES;
if (!isMainThread && file) {
  const load = createRequire(new URL("../../../packages/compile/package.json", import.meta.url));
  const { prototype } = load("onnxruntime-node").InferenceSession;
  const run = prototype.run;
  const sessions = new Map();
  /** @type {string[]} */
  const lines = [];
  let written = 0;
  /** @param {unknown[]} words */
  prototype.run = async function (...words) {
    if (!sessions.has(this)) sessions.set(this, sessions.size);
    const begin = performance.now();
    const result = await run.apply(this, words);
    const end = performance.now();
    lines.push(`${sessions.get(this)} ${begin} ${end}\n`);
    if (end > written + 1000) {
      appendFileSync(file, lines.splice(0).join("")); // seldom, as it takes time between two steps
      written = end;
    }
    return result;
  };
}
