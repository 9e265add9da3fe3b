import type { BundledModel } from "@vivit/demo/models";
import type { RuntimeName } from "@vivit/demo/runtimes";
import { openWorker } from "@vivit/demo/worker";
import { proxy } from "comlink";
import { demoClip } from "../demo-clip.ts";

/** What the demo's worker says of one clip, on some of its runtimes. */
export async function demoLogits(model: BundledModel, runtimes: readonly RuntimeName[]) {
  const worker = openWorker((message) => {
    throw new Error(message);
  }, new URL("../demo/", document.baseURI).href);
  await worker.load(
    { kind: "bundled", name: model },
    proxy(() => {}),
  );
  return worker.benchmark(
    runtimes,
    proxy(() => {}),
    demoClip(),
  );
}
