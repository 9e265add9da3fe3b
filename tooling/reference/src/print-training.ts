// Train three steps compiled, with all that training knows, and print a hash of what came out: two processes must print the same.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { compile } from "@vivit/compile/node";
import { trainSteps } from "./train-steps.ts";

const tf = createRequire(import.meta.url)("@tensorflow/tfjs") as typeof import("@tensorflow/tfjs");
tf.enableProdMode(); // silences the advice to install tfjs-node
await tf.setBackend("cpu");
const bits = async (name: Parameters<typeof trainSteps>[1]) => JSON.stringify(await trainSteps(compile as never, name));
console.log(
  createHash("sha256")
    .update(await bits("AdamW"))
    .update(await bits("SGD with momentum"))
    .digest("hex"),
);
