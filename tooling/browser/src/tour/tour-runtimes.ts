import { fileURLToPath } from "node:url";
import { loadViews } from "@vivit/datasets/node";
import { type RuntimeName, runtimeNames } from "@vivit/demo/runtimes";
import { bundledClips, type DemoPage } from "../demo-page.ts";
import { readBundledModel, scoreViews } from "../score-in-node.ts";

/** The three bundled clips, decoded in the page, on every runtime: how far logits are from those of WebAssembly, and of Node. */
export async function tourRuntimes(demo: DemoPage, say: (name: string, value: unknown) => void): Promise<void> {
  const inNode = await Promise.all(bundledClips.map(([, label]) => scoreFile(label)));
  let first: number[][] | undefined;
  for (const name of runtimeNames) {
    const logits = await logitsOn(demo, name);
    first ??= logits;
    const far = (others: readonly (readonly number[])[]) =>
      Math.max(...logits.flatMap((row, clip) => row.map((logit, at) => Math.abs(logit - others[clip]![at]!))));
    say(
      `${name}, logits from compiled-wasm, and from Node's own decoding`,
      `${far(first).toExponential(1)}, ${far(inNode).toExponential(1)}`,
    );
  }
}

async function logitsOn(demo: DemoPage, name: RuntimeName): Promise<number[][]> {
  const problem = await demo.chooseRuntime(name);
  if (problem) throw new Error(`${name}: ${problem}`);
  await demo.show("Classify");
  const rows: number[][] = [];
  for (const [button, label] of bundledClips) {
    const [best] = await demo.classify(button);
    if (best !== label) throw new Error(`${name}: expected ${label}, got ${best}`);
    const text = await demo.page.getByTestId("result").getAttribute("data-logits");
    rows.push(text!.split(" ").map(Number));
  }
  return rows;
}

/** What `vivit predict` computes for a bundled clip. */
async function scoreFile(label: string): Promise<number[]> {
  const model = await readBundledModel("motions");
  const path = fileURLToPath(new URL(`public/clips/${label}.mp4`, import.meta.resolve("@vivit/demo/package.json")));
  const { temporalViews: temporal, spatialViews: spatial, range: _, ...shape } = model.preprocessing;
  return scoreViews(model, await loadViews(path, { ...shape, views: { temporal, spatial } }));
}
